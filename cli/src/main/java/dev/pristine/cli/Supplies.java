package dev.pristine.cli;

import dev.pristine.SettingsException;
import dev.pristine.leases.LeaseException;
import dev.pristine.leases.Requirement;
import dev.pristine.leases.Resource;
import dev.pristine.leases.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the command line says that resources come from.
 *
 * @param words names, each with its attributes after it
 * @param secrets the attributes that are secret
 */
record Supplies(List<String> words, @Nullable Path file, List<String> secrets) {

  /**
   * Returns the resources.
   *
   * @throws SettingsException if there are none, or if they are not what they should be
   */
  List<Resource> resources(String pool) {
    List<Resource> all = new ArrayList<>();
    try {
      all.addAll(fromWords());
      if (file != null) {
        all.addAll(source(file).candidates(Requirement.of(pool)));
      }
    } catch (SettingsException e) {
      throw e;
    } catch (LeaseException e) {
      throw new SettingsException(String.valueOf(e.getMessage()), e);
    } catch (Exception e) {
      throw new IllegalStateException("A file that was read cannot be used", e);
    }
    if (all.isEmpty()) {
      throw new SettingsException(
          "Say what to put into the pool [%s]: names of resources, or a file after --from."
              .formatted(pool));
    }
    requireSecrets(all);
    return all;
  }

  /**
   * Makes sure that no argument holds what is secret in the pool already.
   *
   * @throws SettingsException if one does
   */
  void refuseWords(Collection<String> secret) {
    for (Resource each : fromWords()) {
      each.printable().keySet().stream()
          .filter(secret::contains)
          .findFirst()
          .ifPresent(this::refuse);
    }
  }

  private void refuse(String key) {
    throw new SettingsException(
        "The secret attribute [%s] does not come from an argument, because others could read it in the list of processes. Put it into a file, and give --from."
            .formatted(key));
  }

  private List<Resource> fromWords() {
    List<Resource> resources = new ArrayList<>();
    String name = null;
    Map<String, String> attributes = new TreeMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        if (name != null) {
          resources.add(Resource.of(name, attributes));
        }
        name = word;
        attributes = new TreeMap<>();
      } else {
        attribute(name, attributes, word.substring(0, equals), word.substring(equals + 1));
      }
    }
    if (name != null) {
      resources.add(Resource.of(name, attributes));
    }
    return resources;
  }

  private void attribute(
      @Nullable String resource, Map<String, String> attributes, String key, String value) {
    if (secrets.contains(key)) {
      refuse(key);
    }
    if (resource == null) {
      throw new SettingsException(
          "The attribute [%s] is before the first resource: name the resource first, as in alice company=ACME."
              .formatted(key));
    }
    if (attributes.put(key, value) != null) {
      throw new SettingsException(
          "The attribute [%s] of [%s] is given twice.".formatted(key, resource));
    }
  }

  private static Source source(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Source.csv(file);
    }
    if (name.endsWith(".json")) {
      return Source.json(file);
    }
    throw new SettingsException(
        "--from takes a file whose name ends in .csv or .json, but not [%s].".formatted(file));
  }

  /** A secret by a wrong name would leave the right one for everybody to see. */
  private void requireSecrets(List<Resource> all) {
    TreeSet<String> attributes = new TreeSet<>();
    all.forEach(each -> attributes.addAll(each.printable().keySet()));
    for (String secret : secrets) {
      if (!attributes.contains(secret)) {
        throw new SettingsException(
            "--secret names [%s], but nothing that is added has such an attribute. They have: %s."
                .formatted(secret, Pools.shortened(List.copyOf(attributes))));
      }
    }
  }
}
