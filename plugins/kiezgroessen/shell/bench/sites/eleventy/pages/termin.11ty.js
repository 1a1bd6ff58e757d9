import { SITE, iso } from "../lib/html.js";

export default class {
  data() {
    return { pagination: { data: "collections.aktionen", size: 1, alias: "action" }, permalink: ({ action }) => `${action.url}termin.ics`, eleventyExcludeFromCollections: true };
  }

  render({ action: { url, date, data }, collections: { known } }) {
    const who = [...data.betriebe.map((slug) => known.get(`/betriebe/${slug}/`)), ...data.einrichtungen.map((slug) => known.get(`/einrichtungen/${slug}/`))].map((one) => one.data.title);
    const short = (at) => iso(new Date(+date + at * 86400000)).replaceAll("-", "");
    return `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Kiezgroessen//Kalender//DE
CALSCALE:GREGORIAN
BEGIN:VEVENT
SUMMARY;LANGUAGE=de:${data.title.replaceAll(",", "\\,")}
DTSTART;VALUE=DATE:${short(0)}
DTEND;VALUE=DATE:${short(1)}
DTSTAMP:${short(0)}T000000Z
UID:aktion.${url.split("/").at(-2)}@kiez.example
SEQUENCE:2
CATEGORIES;LANGUAGE=de:Aktion
DESCRIPTION;LANGUAGE=de:Dabei: ${who.join(" und ")}\\n${data.gegeben}\\n${SITE.url}${url}
STATUS:CONFIRMED
TRANSP:TRANSPARENT
URL:${SITE.url}${url}
END:VEVENT
END:VCALENDAR
`;
  }
}
