export default { layout: "wunschbrett.11ty.js", permalink: (data) => `/wunschbrett/${data.page.filePathStem.split("/").pop()}/index.html` };
