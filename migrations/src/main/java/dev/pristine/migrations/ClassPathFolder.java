package dev.pristine.migrations;

import dev.pristine.MigrationException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * A folder or file on the class path, in folders and jars. Of a file that is there twice, the first
 * on the class path counts; a folder is the sum of all folders of that name.
 */
final class ClassPathFolder {

  private final Location location;
  private final Map<String, SourceFile> files = new LinkedHashMap<>();

  ClassPathFolder(Location location) {
    this.location = location;
  }

  Location.Contents contents() throws IOException {
    List<URL> roots = Collections.list(location.loader().getResources(location.path()));
    if (roots.isEmpty()) {
      throw missing();
    }
    for (URL root : roots) {
      boolean isFile =
          switch (root.getProtocol()) {
            case "file" -> !addFolder(path(root));
            case "jar" -> !addEntries(root);
            default ->
                throw new MigrationException(
                    "The migrations [%s] are at [%s], which can be neither listed nor read."
                        .formatted(location, root));
          };
      if (isFile) {
        String name = location.path().substring(location.path().lastIndexOf('/') + 1);
        SourceFile file = new SourceFile(name, location.text(), () -> open(root));
        return new Location.Contents(false, List.of(file));
      }
    }
    return new Location.Contents(true, Location.sorted(List.copyOf(files.values())));
  }

  /** Returns false if the path is a file. */
  private boolean addFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    for (SourceFile file : Location.below(folder, location.text())) {
      add(file);
    }
    return true;
  }

  /** Returns false if the entry is a file. */
  private boolean addEntries(URL root) throws IOException {
    JarURLConnection connection = (JarURLConnection) root.openConnection();
    // A cached jar would stay open, and show what was in it before it was built anew.
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      String folder = String.valueOf(connection.getEntryName());
      if (!folder.endsWith("/")) {
        JarEntry entry = jar.getJarEntry(folder + "/");
        if (entry == null) {
          return false;
        }
        folder += "/";
      }
      String start = folder;
      String base = root.toString().replaceFirst("/?$", "/");
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (!entry.isDirectory() && entry.getName().startsWith(start)) {
          String name = entry.getName().substring(start.length());
          if (!SourceFile.isDebris(name)) {
            URL url = new URL(base + encoded(name));
            add(new SourceFile(name, location.text() + "/" + name, () -> open(url)));
          }
        }
      }
    }
    return true;
  }

  private static String encoded(String name) {
    return name.replace("%", "%25").replace("#", "%23").replace("?", "%3F").replace(" ", "%20");
  }

  private void add(SourceFile file) {
    SourceFile first = files.putIfAbsent(file.name(), file);
    if (first != null && !Arrays.equals(first.bytes(), file.bytes())) {
      throw new MigrationException(
          "The migration file [%s] is on the class path twice, with different contents. Rename or remove one of them."
              .formatted(file.place()));
    }
  }

  private static InputStream open(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  private MigrationException missing() throws IOException {
    return new MigrationException(
        "The migrations [%s] are not on the class path. Looked in %s. Put them there (a build takes them from src/main/resources/%s), or name another place."
            .formatted(location, roots(), location.path()));
  }

  private String roots() throws IOException {
    List<String> folders =
        Collections.list(location.loader().getResources("")).stream()
            .filter(url -> url.getProtocol().equals("file"))
            .map(url -> path(url).toString())
            .toList();
    TreeSet<String> jars = new TreeSet<>();
    for (URL manifest : Collections.list(location.loader().getResources("META-INF/MANIFEST.MF"))) {
      if (manifest.getProtocol().equals("jar")) {
        String jar = manifest.toString().replaceFirst("!/META-INF/MANIFEST\\.MF$", "");
        jars.add(jar.substring(jar.lastIndexOf('/') + 1));
      }
    }
    String inFolders =
        folders.stream().map(folder -> "[" + folder + "]").collect(Collectors.joining(", "));
    if (jars.isEmpty()) {
      return inFolders.isEmpty() ? "an empty class path" : inFolders;
    }
    String inJars = jars.size() == 1 ? "[" + jars.first() + "]" : jars.size() + " jars";
    return inFolders.isEmpty() ? inJars : inFolders + " and " + inJars;
  }

  private static Path path(URL url) {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      // Some loaders do not encode spaces.
      return new File(url.getPath()).toPath();
    }
  }
}
