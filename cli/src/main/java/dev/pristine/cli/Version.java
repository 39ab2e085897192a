package dev.pristine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Tells the version that was written down when this was built. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
      if (stream != null) {
        properties.load(stream);
      }
    }
    return new String[] {
      "pristine %s (Java %s)"
          .formatted(
              properties.getProperty("version", "of unknown version"),
              System.getProperty("java.version"))
    };
  }
}
