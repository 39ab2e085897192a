package dev.pristine.migrations;

import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the classes that a tool's files and properties name. */
final class ClassFiles {

  private static final Pattern CLASS_NAME =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)+");

  private ClassFiles() {}

  /** Returns the compiled classes among comma-separated names; other texts name nothing. */
  static List<SourceFile> named(Collection<String> texts, ClassLoader loader) {
    List<SourceFile> files = new ArrayList<>();
    for (String text : texts) {
      for (String part : text.split(",", -1)) {
        String name = part.strip();
        if (CLASS_NAME.matcher(name).matches()) {
          String path = name.replace('.', '/') + ".class";
          URL url = loader.getResource(path);
          if (url != null) {
            files.add(new SourceFile(path, name, url::openStream));
          }
        }
      }
    }
    return files;
  }
}
