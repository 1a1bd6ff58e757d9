"""The consent to photos that is signed at the shop door, in every language there is one in.

A pattern that whoever publishes has to have checked; it follows KUG § 22 and § 23, GDPR Art. 6 (1) a, 7, 8 and 13, BDSG
and the guidance of German supervisory authorities. It gives no legal advice. All languages say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ..languages import Text
from ..model.records import Programme
from .prints import said

CHANNELS = ("web", "social", "presse", "druck")
"""The channels to be ticked, as editors type them in ``kanaele``."""

_GERMAN = {
    "title": "Ja zu meinen Fotos",
    "legal": "Einwilligung in die Veröffentlichung von Fotos (§ 22 KUG, Art. 6 Abs. 1 Buchst. a und Art. 7 DSGVO)",
    "person": "Vor- und Nachname",
    "business": "Betrieb",
    "which": "Welche Fotos?",
    "taken": "Aufgenommen am",
    "seen": "Darauf zu sehen",
    "where": "Wo dürfen sie erscheinen?",
    "free": "Nur was angekreuzt ist, gilt. Alles ist freiwillig. Ein Nein hat keine Nachteile.",
    "web": "Web",
    "web_text": "Auf der Website des Programms. Sie ist weltweit zu sehen und über Suchmaschinen zu finden. "
    "Andere können die Fotos kopieren.",
    "social": "Social",
    "social_text": "In sozialen Netzwerken und Messengern. Manche Anbieter sitzen außerhalb der EU. "
    "Wir können nicht bestimmen, was sie mit den Fotos tun.",
    "presse": "Presse",
    "presse_text": "Für Berichte von Zeitungen, Radio und Fernsehen über das Programm.",
    "druck": "Druck",
    "druck_text": "Auf Plakaten, Karten, Urkunden und in der Broschüre. Gedrucktes holt niemand ganz zurück.",
    "named": "Mein Name darf dabei stehen",
    "how_long": "Wie lange?",
    "until": "bis zum",
    "forever": "bis ich widerrufe",
    "withdraw": "Jederzeit Nein sagen",
    "withdraw_text": "Sie können diese Erlaubnis jederzeit ganz oder zum Teil widerrufen, ohne einen Grund zu nennen. "
    "Ein Satz genügt: %(ways)s. Danach zeigen und drucken wir die Fotos nicht mehr. Was bis dahin geschah, "
    "bleibt rechtmäßig.",
    "privacy": "Ihre Daten",
    "privacy_text": "Verantwortlich ist %(publisher)s. Zweck: zeigen, wer im Kiez etwas für andere tut. Grundlage ist "
    "allein diese Einwilligung. Die Fotos erhalten je nach Kreuz die Öffentlichkeit, soziale Netzwerke, Redaktionen "
    "und Druckereien, dazu der Betrieb, bei dem unsere Website liegt. Wir behalten die Fotos, bis die Erlaubnis "
    "endet, und dieses Blatt, solange wir die Erlaubnis nachweisen müssen. Sie haben das Recht auf Auskunft, "
    "Berichtigung, Löschung, Einschränkung der Verarbeitung und Übertragung Ihrer Daten. Beschweren können Sie sich "
    "bei jeder Datenschutz-Aufsichtsbehörde, in Berlin bei der Berliner Beauftragten für Datenschutz und "
    "Informationsfreiheit.",
    "minors": "Unter 18 Jahren",
    "minors_text": "Alle Sorgeberechtigten unterschreiben. Wer die Tragweite schon versteht, in der Regel ab 14 "
    "Jahren, unterschreibt zusätzlich selbst.",
    "guardian": "Name, sorgeberechtigt",
    "place": "Ort, Datum",
    "signature": "Unterschrift",
    "guardian_signature": "Unterschrift, sorgeberechtigt",
    "call": "So kann man mitmachen",
}
_TURKISH = {
    "title": "Fotoğraflarıma evet",
    "legal": "Fotoğrafların yayımlanmasına onay (KUG madde 22, DSGVO/GDPR madde 6 fıkra 1 (a) ve madde 7)",
    "person": "Ad ve soyad",
    "business": "İşletme",
    "which": "Hangi fotoğraflar?",
    "taken": "Çekildiği gün",
    "seen": "Fotoğrafta görülen",
    "where": "Nerede yayımlanabilir?",
    "free": "Yalnızca işaretlenenler geçerlidir. Her şey isteğe bağlıdır. Hayır demenin hiçbir sakıncası yoktur.",
    "web": "Web",
    "web_text": "Programın internet sitesinde. Site bütün dünyadan görülebilir ve arama motorlarıyla bulunabilir. "
    "Başkaları fotoğrafları kopyalayabilir.",
    "social": "Sosyal medya",
    "social_text": "Sosyal ağlarda ve mesajlaşma uygulamalarında. Bazı şirketler AB dışındadır. "
    "Fotoğraflarla ne yapacaklarını biz belirleyemeyiz.",
    "presse": "Basın",
    "presse_text": "Gazete, radyo ve televizyonun program hakkındaki haberleri için.",
    "druck": "Baskı",
    "druck_text": "Afişlerde, kartlarda, belgelerde ve broşürde. Basılan şeyler tümüyle geri toplanamaz.",
    "named": "Adım yanında yazabilir",
    "how_long": "Ne kadar süreyle?",
    "until": "şu güne kadar:",
    "forever": "ben geri alana kadar",
    "withdraw": "Her zaman hayır diyebilirsiniz",
    "withdraw_text": "Bu izni istediğiniz zaman, sebep göstermeden, tümüyle ya da kısmen geri alabilirsiniz. "
    "Bir cümle yeter: %(ways)s. Bundan sonra fotoğrafları göstermeyiz ve basmayız. O zamana kadar yapılanlar "
    "hukuka uygun kalır.",
    "privacy": "Verileriniz",
    "privacy_text": "Sorumlu: %(publisher)s. Amaç: mahallede kimin başkaları için bir şey yaptığını göstermek. Hukuki "
    "dayanak yalnızca bu onaydır. İşaretlerinize göre fotoğrafları kamuoyu, sosyal ağlar, yayın kuruluşları ve "
    "matbaalar, ayrıca sitemizi barındıran şirket alır. Fotoğrafları izin bitene kadar, bu kâğıdı ise izni "
    "kanıtlamamız gerektiği sürece saklarız. Bilgi alma, düzelttirme, sildirme, işlemeyi kısıtlatma ve verilerinizi "
    "başka yere aktarma hakkınız vardır. Her veri koruma makamına şikâyette bulunabilirsiniz; Berlin'de bu makam "
    "Berliner Beauftragte für Datenschutz und Informationsfreiheit'tır.",
    "minors": "18 yaşından küçükler",
    "minors_text": "Velayet sahiplerinin tümü imzalar. Bunun ne anlama geldiğini kavrayan, genellikle 14 yaşından "
    "büyük gençler ayrıca kendileri de imzalar.",
    "guardian": "Velinin adı",
    "place": "Yer, tarih",
    "signature": "İmza",
    "guardian_signature": "Velinin imzası",
    "call": "Böyle katılabilirsiniz",
}
_ARABIC = {
    "title": "نعم لصوري",
    "legal": "موافقة على نشر الصور (المادة 22 من قانون KUG، والمادة 6 الفقرة 1 (أ) والمادة 7 من اللائحة DSGVO)",
    "person": "الاسم واسم العائلة",
    "business": "المحل",
    "which": "أيّ صور؟",
    "taken": "تاريخ التصوير",
    "seen": "ما يظهر في الصور",
    "where": "أين يجوز أن تظهر؟",
    "free": "لا يسري إلا ما وُضعت عليه علامة. كل شيء طوعي. الرفض لا يضرّكم في شيء.",
    "web": "الإنترنت",
    "web_text": "على موقع البرنامج. يمكن رؤيته من كل أنحاء العالم والعثور عليه بمحركات البحث. ويمكن لآخرين نسخ الصور.",
    "social": "التواصل الاجتماعي",
    "social_text": "في شبكات التواصل وتطبيقات المراسلة. بعض الشركات مقرّها خارج الاتحاد الأوروبي. "
    "ولا يمكننا أن نحدد ما تفعله بالصور.",
    "presse": "الصحافة",
    "presse_text": "لتقارير الصحف والإذاعة والتلفزيون عن البرنامج.",
    "druck": "الطباعة",
    "druck_text": "على الملصقات والبطاقات وشهادات الشكر وفي الكتيّب. ما طُبع لا يمكن استرجاعه كله.",
    "named": "يجوز ذكر اسمي معها",
    "how_long": "إلى متى؟",
    "until": "حتى تاريخ",
    "forever": "حتى أسحب موافقتي",
    "withdraw": "يمكنكم الرفض في أي وقت",
    "withdraw_text": "يمكنكم سحب هذه الموافقة كلها أو جزء منها في أي وقت ومن دون ذكر سبب. تكفي جملة واحدة: %(ways)s. "
    "بعد ذلك لا نعرض الصور ولا نطبعها. ويبقى ما حدث حتى ذلك الحين قانونيًا.",
    "privacy": "بياناتكم",
    "privacy_text": "المسؤول: %(publisher)s. الغرض: أن نُظهر من يفعل في الحي شيئًا للآخرين. والأساس القانوني هو هذه "
    "الموافقة وحدها. تصل الصور بحسب العلامات إلى الجمهور وشبكات التواصل وهيئات التحرير والمطابع، وإلى الشركة التي "
    "تستضيف موقعنا. نحتفظ بالصور حتى انتهاء الموافقة، وبهذه الورقة ما دام علينا إثبات الموافقة. لكم الحق في الاطلاع "
    "على بياناتكم وتصحيحها وحذفها وتقييد معالجتها ونقلها. ويمكنكم تقديم شكوى إلى أي سلطة لحماية البيانات، وهي في برلين "
    "\u2068Berliner Beauftragte für Datenschutz und Informationsfreiheit\u2069.",
    "minors": "لمن هم دون 18 عامًا",
    "minors_text": "يوقّع كل من له حق الحضانة. ومن يدرك معنى الأمر، وعادةً من سن 14 عامًا، يوقّع بنفسه أيضًا.",
    "guardian": "اسم وليّ الأمر",
    "place": "المكان والتاريخ",
    "signature": "التوقيع",
    "guardian_signature": "توقيع وليّ الأمر",
    "call": "هكذا يمكنكم المشاركة",
}
_ENGLISH = {
    "title": "Yes to my photos",
    "legal": "Consent to the publication of photos (section 22 KUG, Art. 6 (1) (a) and Art. 7 GDPR)",
    "person": "First name and surname",
    "business": "Business",
    "which": "Which photos?",
    "taken": "Taken on",
    "seen": "What they show",
    "where": "Where may they appear?",
    "free": "Only what is ticked counts. All of it is voluntary. Saying no has no disadvantages.",
    "web": "Web",
    "web_text": "On the programme's website. It can be seen all over the world and found through search engines. "
    "Other people can copy the photos.",
    "social": "Social",
    "social_text": "In social networks and messengers. Some companies are based outside the EU. "
    "We cannot decide what they do with the photos.",
    "presse": "Press",
    "presse_text": "For reports about the programme in newspapers, on radio and on television.",
    "druck": "Print",
    "druck_text": "On posters, cards, certificates and in the brochure. What is printed can never be fully taken back.",
    "named": "My name may stand beside them",
    "how_long": "For how long?",
    "until": "until",
    "forever": "until I withdraw",
    "withdraw": "Say no at any time",
    "withdraw_text": "You may withdraw this consent at any time, all of it or a part, without giving a reason. One "
    "sentence is enough: %(ways)s. From then on we no longer show or print the photos. What happened before "
    "remains lawful.",
    "privacy": "Your data",
    "privacy_text": "Responsible is %(publisher)s. Purpose: to show who does something for others in the "
    "neighbourhood. The only legal basis is this consent. Depending on your ticks the photos go to the public, social "
    "networks, newsrooms and print shops, and to the company that hosts our website. We keep the photos until the "
    "consent ends, and this sheet for as long as we must be able to prove the consent. You have the right to access, "
    "correct, delete, restrict and transfer your data. You may complain to any data protection authority, in Berlin "
    "to the Berliner Beauftragte für Datenschutz und Informationsfreiheit.",
    "minors": "Under 18",
    "minors_text": "All holders of parental responsibility sign. Young people who understand what this means, as a "
    "rule from the age of 14, sign as well.",
    "guardian": "Name of guardian",
    "place": "Place, date",
    "signature": "Signature",
    "guardian_signature": "Signature of guardian",
    "call": "How to take part",
}
CONSENTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"de": _GERMAN, "tr": _TURKISH, "ar": _ARABIC, "en": _ENGLISH}
)
"""Each language's words by the same keys."""


def consent_words(lang: str, programme: Programme) -> dict[str, Any]:
    """The words of the form in a language, with whom to tell that one takes it back, and who answers for it.

    ``channels`` are the ticks with what each of them means.
    """
    words = CONSENTS[lang]
    publisher, person = programme.publisher, programme.contact
    town = f"{publisher.postcode} {publisher.town.value}"
    who = f"{publisher.name.value}, {publisher.street.value}, {town}"
    ways = [way for way in (person.phone, person.email) if way] or [who]
    # What is German or a number stays in one piece where the sentence runs from the right.
    inside = {"publisher": f"\u2068{who}\u2069", "ways": " / ".join(f"\u2068{way}\u2069" for way in ways)}
    told = {key: said(Text(text % inside if "%(" in text else text, lang)) for key, text in words.items()}
    return told | {"channels": [{"name": told[key], "text": told[f"{key}_text"]} for key in CHANNELS]}
