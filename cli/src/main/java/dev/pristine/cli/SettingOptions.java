package dev.pristine.cli;

import dev.pristine.Settings;
import dev.pristine.SettingsException;
import java.io.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options that every command takes. What they set becomes system properties of this process, so
 * that the tests which {@code demo} runs in it find them as well.
 */
final class SettingOptions {

  static final String PASSWORD = "pristine.password";

  private static final String SERVER = "pristine.server";
  private static final String PREFIX = "pristine.";

  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("(?i)[?&]password=|//[^/@:]*:[^/@]*@");

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      scope = ScopeType.INHERIT,
      description =
          "embedded:postgresql (the default), embedded:mariadb, embedded:sqlite, or the JDBC URL of a"
              + " server.")
  private @Nullable String server;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Who administers that server.")
  private @Nullable String user;

  @Option(
      names = "--password",
      scope = ScopeType.INHERIT,
      description = "Ask for that user's password. Without a terminal, set PRISTINE_PASSWORD.")
  private boolean passwordAsked;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The project's name; the working folder's unless set.")
  private @Nullable String project;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      scope = ScopeType.INHERIT,
      description = "Any setting, such as -D pristine.storage=disk.")
  private Map<String, String> others = new LinkedHashMap<>();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Log what is done, and print the stack trace of an error.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  /**
   * Returns the settings with what was given on the command line, asking for a password if told to.
   *
   * @throws SettingsException if a setting is unknown or wrong
   */
  Settings settings() {
    others.forEach(SettingOptions::setOther);
    set(SERVER, withoutPassword(server));
    set("pristine.user", user);
    set("pristine.project", project);
    if (passwordAsked) {
      set(PASSWORD, askPassword());
    }
    return Settings.load();
  }

  /**
   * Returns the settings for the embedded server of an engine instead of the one that is set.
   *
   * @throws SettingsException if the command line names a server as well
   */
  Settings onEmbedded(String engine) {
    if (server != null || others.containsKey(SERVER)) {
      throw new SettingsException(
          "Give --engine for a server that Pristine starts, or --server for one that is there, but"
              + " not both.");
    }
    set(SERVER, "embedded:" + engine);
    return Settings.load();
  }

  /** Takes what says where databases are off a command that has nothing to do with them. */
  static void removeFrom(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    for (String name : List.of("--server", "--user", "--password", "--project", "-D")) {
      spec.remove(spec.findOption(name));
    }
    spec.usageMessage()
        .footer(
            "",
            "Leases are kept in .pristine/leases.db at the project's root unless --store or"
                + " DEV_PRISTINE_LEASES_STORE names a file or a database.");
    line.getSubcommands().values().forEach(SettingOptions::removeFrom);
  }

  /**
   * Refuses what says where databases are, for commands that have nothing to do with them.
   *
   * @throws SettingsException if any of it was given
   */
  void refuseForLeases() {
    if (server != null || user != null || passwordAsked || project != null || !others.isEmpty()) {
      throw new SettingsException(
          "--server, --user, --password, --project and -D are for databases. Where leases are kept is"
              + " told by --store.");
    }
  }

  /** Tells whether a URL has a password in it. */
  static boolean hasPassword(String url) {
    return PASSWORD_IN_URL.matcher(url).find();
  }

  private static @Nullable String withoutPassword(@Nullable String server) {
    if (server != null && hasPassword(server)) {
      throw new SettingsException(
          "--server does not take a password, because others could read it in the list of processes."
              + " Set PRISTINE_PASSWORD, or give --password to be asked.");
    }
    return server;
  }

  private static void setOther(String name, String value) {
    if (name.equals(PASSWORD)) {
      throw new SettingsException(
          "-D does not take pristine.password, because others could read it in the list of"
              + " processes. Set PRISTINE_PASSWORD, or give --password to be asked.");
    }
    if (!name.startsWith(PREFIX)) {
      throw new SettingsException(
          "-D takes whole names of settings, which begin with [%s], but not [%s]."
              .formatted(PREFIX, name));
    }
    set(name, name.equals(SERVER) ? withoutPassword(value) : value);
  }

  private static void set(String name, @Nullable String value) {
    if (value != null) {
      System.setProperty(name, value);
    }
  }

  private static String askPassword() {
    Console console = Terminal.console();
    char[] password = console == null ? null : console.readPassword("Password: ");
    if (password == null) {
      throw new SettingsException(
          "--password asks at the terminal, and there is none. Set PRISTINE_PASSWORD instead.");
    }
    return new String(password);
  }
}
