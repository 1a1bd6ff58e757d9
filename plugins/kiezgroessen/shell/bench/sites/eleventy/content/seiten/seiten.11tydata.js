export default { layout: "seite.11ty.js", permalink: (data) => `/${data.page.fileSlug}/index.html` };
