package dev.pristine.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** What the trials must know of the server that they start; made by a constructor without words. */
public interface ServerUnderTest {

  /** Returns the text that asks for it. */
  String text();

  /** Finds it on the class path, with settings instead of the engine's or besides. */
  Software software(Map<String, String> settings) throws SQLException;

  /** Opens a session as the administrator. */
  Connection connect(Endpoint endpoint) throws SQLException;

  /** Returns SQL by which a session takes part until it ends. */
  String takePart();

  /** Returns SQL by which a session takes part no longer. */
  String partNoMore();

  /** Returns SQL that counts the other sessions that take part. */
  String others();

  /** Returns SQL that lists the databases whose names begin with {@code template_of_}. */
  String templates();

  /** Returns the path of the server's program in what was unpacked. */
  String program();

  /** Returns the path of a file in a data directory without which no server starts. */
  String vitalFile();

  /** Returns the name of the file in a data directory that tells of its process. */
  String processFile();
}
