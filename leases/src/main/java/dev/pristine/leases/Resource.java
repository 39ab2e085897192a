package dev.pristine.leases;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One of a pool: an account, a licence, a port. It has a name, unique in its pool, and attributes,
 * some of which may be secret: those can be read, but are masked wherever a resource is printed.
 * Immutable.
 */
public final class Resource {

  static final String MASK = "***";

  private final String name;
  private final TreeMap<String, String> attributes = new TreeMap<>();
  private final Set<String> secrets;

  private Resource(String name, Map<String, String> attributes, Set<String> secrets) {
    this.name = Texts.name("name of a resource", name);
    attributes.forEach(
        (key, value) ->
            this.attributes.put(
                Texts.name("name of an attribute of [" + name + "]", key),
                checked(key, value, secrets)));
    this.secrets = new TreeSet<>(secrets);
  }

  private static String checked(String key, String value, Set<String> secrets) {
    if (secrets.contains(key) && value.length() > Texts.LONGEST_VALUE) {
      // The usual message shows how the value begins.
      throw new LeaseException("The secret attribute [" + key + "] is too long.");
    }
    return Texts.value("attribute [" + key + "]", value);
  }

  /**
   * Makes one.
   *
   * @throws LeaseException if a text holds NUL or half a character, or is too long: 500 characters
   *     for names, 100,000 for values; everything else is kept exactly
   */
  public static Resource of(String name, Map<String, String> attributes) {
    return new Resource(name, attributes, Set.of());
  }

  /** Makes one that has nothing but a name. */
  public static Resource of(String name) {
    return of(name, Map.of());
  }

  /** Returns the same with some attributes marked as secret. */
  public Resource withSecrets(Set<String> names) {
    TreeSet<String> all = new TreeSet<>(secrets);
    all.addAll(names);
    return new Resource(name, attributes, all);
  }

  /**
   * Returns the same with the attributes and secrets of another as well, which go before its own.
   */
  Resource with(Resource other) {
    Map<String, String> all = new TreeMap<>(attributes);
    all.putAll(other.attributes);
    return new Resource(name, all, secrets).withSecrets(other.secrets);
  }

  /** Tells whether there is more than a place for what a factory will make. */
  boolean isMade() {
    return !attributes.isEmpty();
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns an attribute, a secret one too; empty if it has none of that name. */
  public Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  /** Returns all attributes by name, the secret ones masked. */
  public Map<String, String> printable() {
    Map<String, String> printable = new TreeMap<>(attributes);
    printable.replaceAll((key, value) -> secrets.contains(key) ? MASK : value);
    return printable;
  }

  /** Returns which names stand for secret attributes, whether it has them or not. */
  public Set<String> secrets() {
    return Set.copyOf(secrets);
  }

  Map<String, String> open() {
    Map<String, String> open = new TreeMap<>(attributes);
    open.keySet().removeAll(secrets);
    return open;
  }

  Map<String, String> secret() {
    Map<String, String> secret = new TreeMap<>(attributes);
    secret.keySet().retainAll(secrets);
    return secret;
  }

  static Resource stored(String name, String open, String secret) {
    Map<String, String> secrets = Json.readTexts(secret);
    Map<String, String> all = new TreeMap<>(Json.readTexts(open));
    all.putAll(secrets);
    return new Resource(name, all, secrets.keySet());
  }

  /** Tells whether both have the same name, attributes and secrets. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Resource that
        && name.equals(that.name)
        && open().equals(that.open())
        && secret().equals(that.secret());
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Shows name and attributes, the secret ones masked. */
  @Override
  public String toString() {
    return attributes.isEmpty() ? name : name + " " + printable();
  }
}
