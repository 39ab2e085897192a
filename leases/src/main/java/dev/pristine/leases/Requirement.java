package dev.pristine.leases;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to hold: a resource of a pool, perhaps with certain attributes or one by its
 * name, or a lock. Immutable.
 */
public final class Requirement {

  enum Kind {
    RESOURCE("resource"),
    SHARED("shared"),
    EXCLUSIVE("exclusive");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      throw new LeaseException("The lease store has a want of an unknown kind [" + word + "].");
    }
  }

  private final Kind kind;
  private final String pool;
  private final TreeMap<String, String> attributes;
  private final @Nullable TreeSet<String> names;

  private Requirement(
      Kind kind, String pool, Map<String, String> attributes, @Nullable Collection<String> names) {
    this.kind = kind;
    this.pool = Texts.name(kind == Kind.RESOURCE ? "name of a pool" : "name of a lock", pool);
    this.attributes = new TreeMap<>(attributes);
    this.names = names == null ? null : new TreeSet<>(names);
  }

  /** Wants any resource of a pool. */
  public static Requirement of(String pool) {
    return new Requirement(Kind.RESOURCE, pool, Map.of(), null);
  }

  /** Wants a lock for itself alone. */
  public static Requirement exclusive(String lock) {
    return new Requirement(Kind.EXCLUSIVE, lock, Map.of(), null);
  }

  /** Wants a lock together with others who want it shared. */
  public static Requirement shared(String lock) {
    return new Requirement(Kind.SHARED, lock, Map.of(), null);
  }

  /** Wants the resource to have an attribute with exactly this value as well. */
  public Requirement with(String attribute, String value) {
    refuseForLocks();
    Map<String, String> more = new TreeMap<>(attributes);
    more.put(Texts.name("name of an attribute", attribute), Texts.value("attribute", value));
    return new Requirement(kind, pool, more, names);
  }

  /** Wants the one resource of this name. */
  public Requirement named(String resource) {
    refuseForLocks();
    return among(Set.of(Texts.name("name of a resource", resource)));
  }

  /** Takes only certain resources, on top of what was wanted before. */
  Requirement among(Collection<String> candidates) {
    TreeSet<String> both = new TreeSet<>(candidates);
    if (names != null) {
      both.retainAll(names);
    }
    return new Requirement(kind, pool, attributes, both);
  }

  /** As {@link #among}; their attributes have been compared, and need not be stored with them. */
  Requirement only(Collection<String> fitting) {
    return new Requirement(kind, pool, Map.of(), among(fitting).names);
  }

  private void refuseForLocks() {
    if (isLock()) {
      throw new LeaseException("A lock has no attributes: it is wanted by its name alone.");
    }
  }

  /** Returns the name of the pool, or of the lock. */
  public String pool() {
    return pool;
  }

  /** Returns what attributes the resource must have. */
  public Map<String, String> attributes() {
    return Map.copyOf(attributes);
  }

  /** Returns the only names that will do; null if any does. */
  @Nullable Set<String> names() {
    return names;
  }

  Kind kind() {
    return kind;
  }

  boolean isLock() {
    return kind != Kind.RESOURCE;
  }

  boolean accepts(String name, Map<String, String> of) {
    return (names == null || names.contains(name))
        && attributes.entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(of.get(wanted.getKey())));
  }

  /** Tells whether this must not be held together with another of the same name. */
  boolean conflictsWith(Kind other) {
    return kind == Kind.EXCLUSIVE || other == Kind.EXCLUSIVE;
  }

  /** Writes what is wanted beyond the pool. */
  String toJson() {
    return Json.write(
        json -> {
          json.writeStartObject();
          json.writeFieldName("attributes");
          Json.write(json, attributes);
          if (names != null) {
            json.writeFieldName("names");
            json.writeArray(names.toArray(String[]::new), 0, names.size());
          }
          json.writeEndObject();
        });
  }

  static Requirement stored(String kind, String pool, String json) {
    Map<String, String> attributes = new LinkedHashMap<>();
    TreeSet<String> names = null;
    if (Json.read(json) instanceof Map<?, ?> map) {
      if (map.get("attributes") instanceof Map<?, ?> wanted) {
        wanted.forEach((key, value) -> attributes.put(String.valueOf(key), String.valueOf(value)));
      }
      if (map.get("names") instanceof Collection<?> wanted) {
        names = new TreeSet<>();
        for (Object name : wanted) {
          names.add(String.valueOf(name));
        }
      }
    }
    return new Requirement(Kind.of(kind), pool, attributes, names);
  }

  /** Shows what is wanted; values of attributes are shown, so do not match on secret ones. */
  @Override
  public String toString() {
    if (isLock()) {
      return kind.word() + " lock [" + pool + "]";
    }
    return "["
        + pool
        + "]"
        + (attributes.isEmpty() ? "" : " with " + attributes)
        + (names == null || names.size() > 1 ? "" : " named " + names);
  }
}
