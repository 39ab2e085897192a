package dev.pristine;

import dev.pristine.spi.ServerRequest.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What can be set, with a value for everything. Immutable.
 *
 * <p>Each setting comes from the first of these that has it: the builder, the system property
 * {@code pristine.*}, the environment variable {@code PRISTINE_*} (upper case, {@code _} for {@code
 * .} and {@code -}), the file {@code pristine.properties} on the class path, a default. A name or
 * value that is not understood is refused with its origin.
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>name</th><th>takes</th><th>default</th></tr>
 * <tr><td>pristine.server</td><td>{@code embedded:postgresql}, the same with a major version ({@code
 *   embedded:postgresql:17}), {@code embedded:mariadb}, {@code embedded:sqlite}, or a JDBC
 *   URL</td><td>{@code embedded:postgresql}</td></tr>
 * <tr><td>pristine.user, pristine.password</td><td>who administers that server</td><td>none</td></tr>
 * <tr><td>pristine.project</td><td>a name for people</td><td>the working folder's name</td></tr>
 * <tr><td>pristine.migrations</td><td>where the migrations are, where nothing else tells</td>
 *   <td>{@code classpath:db/migration}</td></tr>
 * <tr><td>pristine.isolation</td><td>{@code rewind}, {@code clone}, {@code per-worker}, {@code none}</td>
 *   <td>{@code rewind}</td></tr>
 * <tr><td>pristine.connections</td><td>how many one lease may open at once, 1 to 250</td><td>4</td></tr>
 * <tr><td>pristine.clones</td><td>how many copies of a template a process has at once; 0 for twice the
 *   parallelism seen, and one</td><td>0</td></tr>
 * <tr><td>pristine.verify-every</td><td>each how many rewinds a database is compared with its template,
 *   whole; 0 for never</td><td>250</td></tr>
 * <tr><td>pristine.show-changes</td><td>whether a failure shows what the test changed: {@code true}, {@code
 *   false}</td><td>{@code false}</td></tr>
 * <tr><td>pristine.ids</td><td>whether each test gets the same keys: {@code exact}; or, where that takes
 *   long (MySQL), may get others after a rewind: {@code free}</td><td>{@code exact}</td></tr>
 * <tr><td>pristine.acquire-timeout</td><td>how long to wait for a database: {@code 90s}, {@code 2m}, {@code
 *   PT2M}</td><td>{@code 60s}</td></tr>
 * <tr><td>pristine.role</td><td>who migrates and tests: {@code test} (no superuser) or {@code admin}</td>
 *   <td>{@code test}</td></tr>
 * <tr><td>pristine.keep</td><td>whose database is set aside: {@code never}, {@code failed}, {@code
 *   always}</td><td>{@code never}</td></tr>
 * <tr><td>pristine.keep-number, pristine.keep-age</td><td>how many of those, how long</td>
 *   <td>10, {@code 1d}</td></tr>
 * <tr><td>pristine.templates, pristine.fixture-templates</td><td>how many templates of a project are
 *   kept, and how many of its fixtures; the longest unused go first, and none that is in use</td>
 *   <td>10, 50</td></tr>
 * <tr><td>pristine.template-age</td><td>how long either are kept after their last use</td>
 *   <td>{@code 30d}</td></tr>
 * <tr><td>pristine.url-property</td><td>the name of a system property that tells code without
 *   parameters where its database is</td><td>none</td></tr>
 * <tr><td>pristine.cache</td><td>a folder for what outlives a run</td><td>the user's cache folder</td></tr>
 * <tr><td>pristine.storage</td><td>where an embedded server keeps its data: {@code auto}, {@code memory},
 *   {@code disk}</td><td>{@code auto}</td></tr>
 * </table>
 */
public final class Settings {

  private final Map<Setting, SettingSources.Found> texts;
  private final Map<Setting, Object> values;

  private Settings(Map<Setting, SettingSources.Found> texts) {
    this.texts = Map.copyOf(texts);
    Map<Setting, Object> parsed = new HashMap<>();
    texts.forEach((setting, found) -> parsed.put(setting, setting.parse(found)));
    this.values = Map.copyOf(parsed);
  }

  /** Takes every setting from its usual place. */
  public static Settings load() {
    return builder().build();
  }

  /** Starts with nothing set: what the builder is not told comes from its usual place. */
  public static Builder builder() {
    return new Builder(SettingSources.ofThisProcess());
  }

  static Builder builder(SettingSources sources) {
    return new Builder(sources);
  }

  /** Starts from these settings, whatever the usual places say. */
  public Builder toBuilder() {
    Builder builder = new Builder(SettingSources.none());
    texts.forEach(builder.code::put);
    return builder;
  }

  /** Returns the server: {@code embedded:…} or a JDBC URL. */
  public String server() {
    return value(Setting.SERVER, String.class);
  }

  /** Returns who administers the server; empty where the URL tells, or the server is ours. */
  public Optional<String> user() {
    return optional(Setting.USER);
  }

  /** Returns the administering user's password. */
  public Optional<String> password() {
    return optional(Setting.PASSWORD);
  }

  /** Returns the project's name, for people. */
  public String project() {
    return value(Setting.PROJECT, String.class);
  }

  /** Returns where the migrations are, where nothing else tells. */
  public String migrations() {
    return value(Setting.MIGRATIONS, String.class);
  }

  /** Returns how tests are kept apart, where nothing else tells. */
  public Isolation isolation() {
    return value(Setting.ISOLATION, Isolation.class);
  }

  /** Returns how many connections one lease may open at once. */
  public int connections() {
    return value(Setting.CONNECTIONS, Integer.class);
  }

  /**
   * Returns how many copies of a template this process has at once; 0 for twice the parallelism
   * seen, and one.
   */
  public int clones() {
    return value(Setting.CLONES, Integer.class);
  }

  /** Returns each how many rewinds a database is compared with its template; 0 for never. */
  public int verifyEvery() {
    return value(Setting.VERIFY_EVERY, Integer.class);
  }

  /** Tells whether a failure shows what its test changed in the database. */
  public boolean showChanges() {
    return value(Setting.SHOW_CHANGES, String.class).equals("true");
  }

  /** Tells whether a rewind may leave counters of keys where they are, if that is faster. */
  public boolean freeIds() {
    return value(Setting.IDS, String.class).equals("free");
  }

  /** Returns how long to wait for a database. */
  public Duration acquireTimeout() {
    return value(Setting.ACQUIRE_TIMEOUT, Duration.class);
  }

  /** Tells whether migrations and tests connect as the administering user. */
  public boolean administratorRole() {
    return value(Setting.ROLE, String.class).equals("admin");
  }

  /** Returns whose database is set aside when its lease ends. */
  public Keep keep() {
    return value(Setting.KEEP, Keep.class);
  }

  /** Returns how many databases that were set aside are kept. */
  public int keepNumber() {
    return value(Setting.KEEP_NUMBER, Integer.class);
  }

  /** Returns how long a database that was set aside is kept. */
  public Duration keepAge() {
    return value(Setting.KEEP_AGE, Duration.class);
  }

  /** Returns how many templates of a project are kept, not counting those of fixtures. */
  public int templates() {
    return value(Setting.TEMPLATES, Integer.class);
  }

  /** Returns how many templates of a project's fixtures are kept. */
  public int fixtureTemplates() {
    return value(Setting.FIXTURE_TEMPLATES, Integer.class);
  }

  /** Returns how long a template is kept after its last use. */
  public Duration templateAge() {
    return value(Setting.TEMPLATE_AGE, Duration.class);
  }

  /** Returns the system property that tells code without parameters where its database is. */
  public Optional<String> urlProperty() {
    return optional(Setting.URL_PROPERTY);
  }

  /** Returns the folder for what outlives a run; empty for the usual one. */
  public Optional<Path> cache() {
    return optional(Setting.CACHE).map(Path::of);
  }

  /** Returns where an embedded server keeps its data while it runs. */
  public Storage storage() {
    return value(Setting.STORAGE, Storage.class);
  }

  private <T> T value(Setting setting, Class<T> type) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException("No default for " + setting);
    }
    return type.cast(value);
  }

  private Optional<String> optional(Setting setting) {
    return Optional.ofNullable((String) values.get(setting));
  }

  /** Lists every setting with its value and origin; the password's value is left out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Settings");
    for (Setting setting : Setting.values()) {
      SettingSources.Found found = texts.get(setting);
      if (found != null) {
        text.append("\n  ").append(setting.propertyName()).append(" = ");
        text.append(setting.printable(found.text()))
            .append(" (")
            .append(found.origin())
            .append(")");
      }
    }
    return text.toString();
  }

  /** Whose database is set aside for people to look at, instead of being dropped. */
  public enum Keep {
    /** Nobody's. */
    NEVER,
    /** That of a test that failed. */
    FAILED,
    /** Everybody's. */
    ALWAYS
  }

  /** Collects settings; not thread-safe. A value is refused when it is set. */
  public static final class Builder {

    private static final String CODE = "set in code";

    private final SettingSources sources;
    private final Map<Setting, SettingSources.Found> code = new HashMap<>();

    private Builder(SettingSources sources) {
      this.sources = sources;
    }

    /**
     * Sets any setting by its full name.
     *
     * @throws SettingsException if there is no such setting, or it does not take this value
     */
    public Builder set(String name, String value) {
      return put(Setting.named(name, CODE), value);
    }

    /** Sets the server: {@code embedded:…} or a JDBC URL. */
    public Builder server(String server) {
      return put(Setting.SERVER, server);
    }

    /** Sets who administers the server. */
    public Builder credentials(String user, String password) {
      return put(Setting.USER, user).put(Setting.PASSWORD, password);
    }

    /** Sets the project's name. */
    public Builder project(String project) {
      return put(Setting.PROJECT, project);
    }

    /** Sets how tests are kept apart. */
    public Builder isolation(Isolation isolation) {
      return put(Setting.ISOLATION, Setting.spell(isolation));
    }

    /** Sets how many connections one lease may open at once. */
    public Builder connections(int connections) {
      return put(Setting.CONNECTIONS, Integer.toString(connections));
    }

    /** Sets how long to wait for a database. */
    public Builder acquireTimeout(Duration timeout) {
      return put(Setting.ACQUIRE_TIMEOUT, timeout.toString());
    }

    /** Sets whose database is set aside. */
    public Builder keep(Keep keep) {
      return put(Setting.KEEP, Setting.spell(keep));
    }

    /** Sets the folder for what outlives a run. */
    public Builder cache(Path cache) {
      return put(Setting.CACHE, cache.toString());
    }

    /** Makes the settings. */
    public Settings build() {
      Map<Setting, SettingSources.Found> found = new HashMap<>(sources.find());
      found.putAll(code);
      return new Settings(found);
    }

    private Builder put(Setting setting, String value) {
      SettingSources.Found found = new SettingSources.Found(value, CODE);
      setting.parse(found);
      code.put(setting, found);
      return this;
    }
  }
}
