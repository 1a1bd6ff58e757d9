import { SITE, TRADES, month } from "./html.js";

// The words that a business passes on: shown on its page of material and given as files.
export const FILES = [["kurz", "Kurz, höchstens 160 Zeichen", "kurz"], ["whatsapp", "WhatsApp", "whatsapp"], ["signatur", "Unter E-Mails", "e-mail-signatur"], ["instagram", "Instagram", "instagram"], ["bildtext", "Bildbeschreibung", "bildbeschreibung"], ["presse", "Ein Satz für die Presse", "presse"]];
const made = new WeakMap();

export function texts({ url, data }) {
  let found = made.get(data);
  if (!found) made.set(data, (found = write(data, SITE.url + url.slice(0, -1))));
  return found;
}

function write(data, url) {
  const { title, adresse, angebote, kontakt } = data;
  const since = `Kiezgröße seit ${month(data.seit)}`, where = `${adresse.strasse}, ${adresse.plz} ${adresse.ort}`;
  const short = url.slice("https://".length), trade = TRADES[data.gewerbe][0], first = angebote[0].text;
  const told = angebote.map(({ text, fuer }) => `${text} (für: ${fuer})`), gifts = told.map((one) => `• ${one}`).join("\n");
  return {
    kurz: `${title} ist ${since}. Für den Kiez: ${first}.\n${short}\nErfundenes Beispiel`,
    whatsapp: `*${title}* ist ${since}.\n\nDas gibt es hier für den Kiez:\n${gifts}\n\n${where}\n${url}\nErfundenes Beispiel`,
    signatur: `${title} · ${trade}\n${where}\n${kontakt.telefon}\n${kontakt.web}\n${since}\n${url}`,
    instagram: `${title} ist ${since}.\n\n»${data.zitat}«\n\nDas gibt es hier für den Kiez:\n${gifts}\n\n${where}\n${short}\nErfundenes Beispiel\n\n#Kiezgrößen #Kiezgroessen #KiezZumMessen #${trade}`,
    bildtext: `Ein Blatt Papier mit dem Namen in großen Buchstaben: ${title}. Darunter steht: ${first}. Erfundenes Beispiel.`,
    presse: `»${title}« (${trade} von ${data.inhaber.join(" und ")}, ${where}) macht seit ${month(data.seit)} bei »${SITE.title}« mit und gibt: ${told.slice(0, 2).join("; ")}. (Erfundenes Beispiel.)`,
  };
}
