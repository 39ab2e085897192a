package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files that a changelog leads to without starting Liquibase, which takes most of a
 * second: all in its folder, and whatever is named in them, in any kind of file. It may find too
 * many, which does no harm; {@link LiquibaseRun} refuses a changelog of which it found too few.
 */
final class ChangelogFiles {

  /** What stands around values in XML, JSON, quoted YAML and CSV. */
  private static final Pattern AROUND_VALUES = Pattern.compile("[\"'<>;,\\r\\n]+");

  /** What stands before them in YAML. */
  private static final Pattern BEFORE_VALUE = Pattern.compile(".*[:-] ");

  private static final Pattern FILE = Pattern.compile(".{0,300}\\.[A-Za-z][A-Za-z0-9]{0,9}\\s*");

  /** {@code includeAll} names a folder, which may look like any word. */
  private static final Pattern PATH =
      Pattern.compile("\\bpath\\b[\"']?\\s*[:=]\\s*[\"']?([^\"'<>\\r\\n,}]{1,300})");

  private final ChangelogRoots roots;
  private final Map<String, String> parameters;
  private final TreeMap<String, SourceFile> found = new TreeMap<>();
  private final Set<String> asked = new HashSet<>();

  ChangelogFiles(ChangelogRoots roots, Map<String, String> parameters) {
    this.roots = roots;
    this.parameters = parameters;
    visit(roots.changelog(), true);
    if (!roots.ownFolder().isEmpty()) {
      visit(roots.ownFolder(), true);
    } else if (roots.folders().size() == 1) {
      // It lies alone in a folder outside the project.
      Location.of(roots.folders().get(0).toString(), roots.loader())
          .contents()
          .files()
          .forEach(this::take);
    }
  }

  List<SourceFile> all() {
    return List.copyOf(found.values());
  }

  boolean contains(String name) {
    return found.containsKey(name);
  }

  private void visit(String text, boolean folders) {
    String name = ChangelogRoots.normal(text);
    if (name.isEmpty() || !asked.add(name + (folders ? "/" : ""))) {
      return;
    }
    for (SourceFile file : roots.find(name)) {
      if (folders || file.name().equals(name)) {
        take(file);
      }
    }
  }

  private void take(SourceFile file) {
    if (found.putIfAbsent(file.name(), file) == null
        && file.endsWith(".xml", ".yaml", ".yml", ".json", ".sql", ".csv")) {
      scan(file);
    }
  }

  private void scan(SourceFile file) {
    String text = new String(file.bytes(), UTF_8);
    String folder = ChangelogRoots.folderOf(file.name());
    Set<String> names = new LinkedHashSet<>();
    for (String value : AROUND_VALUES.split(text, -1)) {
      if (FILE.matcher(value).matches() && !value.contains("://")) {
        names.add(substituted(value.strip()));
        names.add(substituted(BEFORE_VALUE.matcher(value).replaceFirst("").strip()));
      }
    }
    for (String name : names) {
      visit(name, false);
      visit(folder + "/" + name, false);
      for (SourceFile named : ClassFiles.named(List.of(name), roots.loader())) {
        found.putIfAbsent(named.name(), named);
      }
    }
    for (Matcher path = PATH.matcher(text); path.find(); ) {
      String name = substituted(path.group(1).strip());
      visit(name, true);
      visit(folder + "/" + name, true);
    }
  }

  private String substituted(String name) {
    String result = name;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      result = result.replace("${" + parameter.getKey() + "}", parameter.getValue());
    }
    return result;
  }
}
