package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;

/** A changelog for Liquibase; {@link LiquibaseRun} holds what touches its classes. */
record LiquibaseMigration(Location changelog, Map<String, String> parameters) implements Migration {

  LiquibaseMigration {
    parameters = Map.copyOf(parameters);
  }

  @Override
  public String fingerprint() {
    ChangelogFiles files = new ChangelogFiles(ChangelogRoots.of(changelog), parameters);
    Fingerprint fingerprint = new Fingerprint("liquibase").add(parameters).add(files.all());
    requireLiquibase();
    return addVersions(fingerprint).text();
  }

  /** Adds the versions of Liquibase and its extensions, without waking it up. */
  private Fingerprint addVersions(Fingerprint fingerprint) {
    try {
      ClassLoader loader = LiquibaseMigration.class.getClassLoader();
      for (URL build : Collections.list(loader.getResources("liquibase.build.properties"))) {
        fingerprint.add(new SourceFile("build", build.toString(), build::openStream).bytes());
      }
      return fingerprint;
    } catch (IOException e) {
      throw new MigrationException("Liquibase's version cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void apply(Target target) throws Exception {
    requireLiquibase();
    new LiquibaseRun(this, target).migrate();
  }

  private void requireLiquibase() {
    OptionalClass.require("liquibase.Liquibase", "Liquibase", this, "org.liquibase:liquibase-core");
  }

  @Override
  public String toString() {
    return changelog.text();
  }
}
