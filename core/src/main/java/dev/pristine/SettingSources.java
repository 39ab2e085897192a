package dev.pristine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where settings come from when code does not set them. */
final class SettingSources {

  private static final String FILE = "pristine.properties";

  private final Map<String, String> properties;
  private final Map<String, String> environment;
  private final Map<String, String> file;
  private final boolean defaults;

  SettingSources(
      Map<String, String> properties,
      Map<String, String> environment,
      Map<String, String> file,
      boolean defaults) {
    this.properties = properties;
    this.environment = environment;
    this.file = file;
    this.defaults = defaults;
  }

  /** A value and where it came from, both as texts. */
  record Found(String text, String origin) {}

  static SettingSources none() {
    return new SettingSources(Map.of(), Map.of(), Map.of(), false);
  }

  static SettingSources ofThisProcess() {
    return new SettingSources(
        texts(System.getProperties()), System.getenv(), texts(readFile()), true);
  }

  /**
   * Finds what is set, the nearest source first; what nobody sets and has no default is left out.
   */
  Map<Setting, Found> find() {
    Map<Setting, Found> found = new HashMap<>();
    refuseUnknown();
    for (Setting setting : Setting.values()) {
      Found first = first(setting);
      if (first != null) {
        found.put(setting, first);
      }
    }
    return found;
  }

  private @Nullable Found first(Setting setting) {
    String property = properties.get(setting.propertyName());
    if (property != null) {
      return new Found(property, "system property " + setting.propertyName());
    }
    String variable = environment.get(setting.environmentName());
    if (variable != null) {
      return new Found(variable, "environment variable " + setting.environmentName());
    }
    String line = file.get(setting.propertyName());
    if (line != null) {
      return new Found(line, "in " + FILE + " on the class path");
    }
    if (defaults) {
      String text = setting == Setting.PROJECT ? workingFolder() : setting.defaultText();
      return text.isEmpty() ? null : new Found(text, "default");
    }
    return null;
  }

  private void refuseUnknown() {
    for (String name : properties.keySet()) {
      if (name.startsWith(Setting.PREFIX)) {
        Setting.named(name, "system property " + name);
      }
    }
    for (String name : file.keySet()) {
      Setting.named(name, "in " + FILE + " on the class path");
    }
    for (String name : environment.keySet()) {
      if (name.startsWith("PRISTINE_") && !isKnownVariable(name)) {
        throw Setting.unknown(name, "environment variable " + name, Setting::environmentName);
      }
    }
  }

  private static boolean isKnownVariable(String name) {
    for (Setting setting : Setting.values()) {
      if (setting.environmentName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String workingFolder() {
    Path name = Path.of("").toAbsolutePath().getFileName();
    return name == null ? "root" : name.toString();
  }

  private static Properties readFile() {
    Properties properties = new Properties();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream stream =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(FILE)
            : loader.getResourceAsStream(FILE)) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE + " on the class path", e);
    }
    return properties;
  }

  private static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      texts.put(name, properties.getProperty(name));
    }
    return texts;
  }
}
