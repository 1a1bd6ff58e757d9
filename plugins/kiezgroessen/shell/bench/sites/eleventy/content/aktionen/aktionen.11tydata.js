export default { layout: "aktionen.11ty.js", permalink: (data) => `/aktionen/${data.page.filePathStem.split("/").pop()}/index.html` };
