package dev.pristine.sqlite;

import dev.pristine.spi.Owner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes that use the folder. Each has a file there that it keeps locked, and the system
 * gives the lock back when the process ends, however it ends.
 *
 * <p>A lock belongs to the process, and closing any descriptor of the file gives it back. So a
 * process never opens the files of its own owners again: it knows them by their names, which say
 * who made them, because it may have several, even of several class loaders.
 */
final class Owners {

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{8})-([0-9]+)-([0-9]+)");

  private final Path folder;
  private final String process;

  private Owners(Path folder) {
    this.folder = folder;
    ProcessHandle self = ProcessHandle.current();
    // An id alone is given to another process some day.
    this.process =
        self.pid() + "-" + self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  static Owners in(Path state) throws SQLException {
    Path folder = state.resolve("owners");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Trouble.of("Could not make the folder [" + folder + "]", e);
    }
    return new Owners(folder);
  }

  /** Returns how an owner's file is named, if it is this process's. */
  String nameOf(String id) {
    return id + "-" + process;
  }

  Path folder() {
    return folder;
  }

  /** Returns the text file that describes an owner; never locked, so that anybody may read it. */
  Path description(String id) {
    return folder.resolve(id + ".txt");
  }

  List<Owner> living() throws SQLException {
    List<Owner> living = new ArrayList<>();
    for (String name : names("*-*-*")) {
      String id = name.substring(0, name.indexOf('-'));
      if (isAlive(name)) {
        living.add(describe(id));
      }
    }
    return living;
  }

  /** Tells whether an owner is alive. */
  boolean lives(String id) throws SQLException {
    for (String name : names(id + "-*")) {
      if (isAlive(name)) {
        return true;
      }
    }
    return false;
  }

  private List<String> names(String glob) throws SQLException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          names.add(name.group());
        }
      }
    } catch (IOException e) {
      throw Trouble.of("Could not tell which processes use [" + folder + "]", e);
    }
    return names;
  }

  /** Tells whether the owner of a file is alive; removes the file if not. */
  private boolean isAlive(String name) throws SQLException {
    if (name.endsWith("-" + process)) {
      return true;
    }
    Path file = folder.resolve(name);
    // Threads would be in each other's way; a string constant is one in all class loaders.
    synchronized (("dev.pristine.sqlite.Owners " + file).intern()) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        // Shared, so that several who look at once do not take each other for the owner.
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
        if (lock == null) {
          return true;
        }
        Files.deleteIfExists(file);
        Files.deleteIfExists(description(name.substring(0, name.indexOf('-'))));
        return false;
      } catch (NoSuchFileException e) {
        return false;
      } catch (OverlappingFileLockException e) {
        throw new IllegalStateException("Looked at by two threads: " + file, e);
      } catch (IOException e) {
        throw Trouble.of("Could not tell whether the owner of [" + file + "] lives", e);
      }
    }
  }

  private Owner describe(String id) {
    try {
      List<String> lines = Files.readAllLines(description(id));
      return new Owner(id, lines.get(1), Instant.parse(lines.get(0)));
    } catch (IOException | DateTimeParseException | IndexOutOfBoundsException e) {
      // It ends just now, or somebody removed what is for people only.
      return new Owner(id, "unknown", Instant.EPOCH);
    }
  }
}
