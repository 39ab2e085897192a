package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The server of one DBMS in one version, packed on the class path: all that an {@link
 * EmbeddedServer} must ask its engine. Only used by one thread of all processes at a time.
 */
public interface Software {

  /** Says what this is. */
  Release release();

  /** Unpacks the programs. */
  void unpack(UnpackedFolder folder) throws IOException;

  /**
   * Makes the first data directory, {@link RunFolder#data()}, which does not exist yet, with the
   * administrator's password in it. No process may be left when this returns.
   */
  void initialise(Installation installed, RunFolder work, Passwords passwords)
      throws IOException, SQLException;

  /**
   * Starts a server on the data directory, detached from this process and its terminal, and waits
   * until it accepts connections. Its working folder is the data directory; what it has to say goes
   * to {@link RunFolder#log()}.
   *
   * @param port where it is to listen, at {@link Endpoint#HOST} and nowhere else
   * @return its process; empty if somebody else has taken that port
   * @throws SQLException if it does not start
   */
  Optional<ProcessMark> start(Installation installed, RunFolder run, int port)
      throws IOException, SQLException;

  /**
   * Stops a server so that another one can start from its data.
   *
   * @return whether it did; if not, the data is of no more use
   */
  boolean shutDown(Installation installed, RunFolder run, ProcessMark server)
      throws IOException, SQLException;

  /** Stops a server whose data is of no more use, the fastest way, and waits for its end. */
  void end(Installation installed, RunFolder run, ProcessMark server)
      throws IOException, SQLException;

  /** Reads a data directory. */
  DataDirectory data(Path folder);

  /** Tells whether a connection that failed so may succeed a moment later. */
  boolean isPassing(SQLException failure);

  /** Returns what a file must hold by which people connect with the product's own client. */
  String clientFile(int port, Passwords passwords);
}
