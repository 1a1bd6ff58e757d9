export default { layout: "betriebe.11ty.js", permalink: (data) => `/betriebe/${data.page.filePathStem.split("/").pop()}/index.html` };
