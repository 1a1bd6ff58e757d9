export default { layout: "einrichtungen.11ty.js", permalink: (data) => `/einrichtungen/${data.page.filePathStem.split("/").pop()}/index.html` };
