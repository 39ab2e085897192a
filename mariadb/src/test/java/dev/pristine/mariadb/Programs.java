package dev.pristine.mariadb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The programs of a server, as a test server needs to know them. */
interface Programs {

  /** Returns a data directory as it is after installation, to be copied. */
  Path installed() throws IOException, InterruptedException;

  /**
   * Returns the command that runs a server until it is killed.
   *
   * @param folder the server's own: its data directory is {@code data} in there
   */
  List<String> command(Path folder, int port) throws IOException;

  /** Returns the SQL, a statement a line, that leaves one account of all. */
  String accounts(String user, String password);

  /** Gives the files in a folder to the user that the server runs as. */
  void give(Path folder) throws IOException;

  /** Returns what stands in the server's URL behind the place of a database. */
  String parameters();

  /** Returns the command that writes down a schema, but for the connection and the schema. */
  List<String> dump() throws IOException;
}
