// Runs the rules of PDF/UA-1 with veraPDF's engine over the files that a list names, a path a line: one line of JSON per file.
//
// Run by Rhino, with the package's jar on the class path. The usual way to load the rules needs a part of JAXB that the jar
// leaves out, so they are read here, from the file that veraPDF ships, and handed to the engine one by one.

var Profiles = Packages.org.verapdf.pdfa.validation.profiles.Profiles;
var Flavour = Packages.org.verapdf.pdfa.flavours.PDFAFlavour;
var RULES = "org/verapdf/pdfa/validation/PDFUA-1.xml";
var KNOWN = 106;

function each(list, act) {
  for (var i = 0; i < list.getLength(); i++) act(list.item(i));
}

function text(element, name) {
  var found = element.getElementsByTagName(name);
  return found.getLength() ? String(found.item(0).getTextContent()) : "";
}

function profile() {
  var stream = java.lang.ClassLoader.getSystemResourceAsStream(RULES);
  var xml = Packages.javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
  var rules = new java.util.HashSet();
  var variables = new java.util.HashSet();
  each(xml.getElementsByTagName("rule"), function (rule) {
    var id = rule.getElementsByTagName("id").item(0);
    rules.add(Profiles.ruleFromValues(
      Profiles.ruleIdFromValues(
        Flavour.Specification.ISO_14289_1, id.getAttribute("clause"), Number(id.getAttribute("testNumber"))),
      rule.getAttribute("object"),
      rule.getAttribute("deferred") == "true" ? java.lang.Boolean.TRUE : null,
      rule.getAttribute("tags"),
      text(rule, "description"),
      text(rule, "test"),
      Profiles.errorFromValues(text(rule, "message"), new java.util.ArrayList()),
      new java.util.ArrayList()));
  });
  each(xml.getElementsByTagName("variable"), function (variable) {
    variables.add(Profiles.variableFromValues(
      variable.getAttribute("name"), variable.getAttribute("object"),
      text(variable, "defaultValue"), text(variable, "value")));
  });
  // A profile with half its rules would find every file good.
  if (rules.size() < KNOWN) throw "only " + rules.size() + " of " + KNOWN + " rules";
  var details = Profiles.profileDetailsFromValues("PDF/UA-1", "", "", new java.util.Date(0));
  return Profiles.profileFromValues(Flavour.PDFUA_1, details, "", rules, variables);
}

function verdict(foundry, rules, name) {
  var parser = foundry.createParser(new java.io.FileInputStream(name), Flavour.PDFUA_1);
  try {
    var result = foundry.createValidator(rules, false).validate(parser);
    var failures = [];
    var all = result.getTestAssertions().iterator();
    while (all.hasNext()) {
      var one = all.next();
      var rule = one.getRuleId();
      var place = one.getLocation().getContext();
      failures.push(rule.getClause() + "-" + rule.getTestNumber() + ": " + one.getMessage() + " @ " + place);
    }
    var checks = Number(result.getTotalAssertions());
    return { compliant: Boolean(result.isCompliant()), checks: checks, failures: failures.sort() };
  } finally {
    parser.close();
  }
}

Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = Packages.org.verapdf.pdfa.Foundries.defaultInstance();
var rules = profile();
readFile(arguments[0], "UTF-8").split("\n").forEach(function (name) {
  var found;
  try {
    found = verdict(foundry, rules, name);
  } catch (reason) {
    found = { unreadable: String(reason) };
  }
  print(JSON.stringify(found));
});
