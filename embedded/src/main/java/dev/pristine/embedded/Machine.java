package dev.pristine.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.function.IntSupplier;

/**
 * What the embedded server needs from the machine that it runs on.
 *
 * @param platform what its binaries must fit
 * @param account who runs it
 * @param place what those who share it have in common
 * @param memory where its data can be in memory
 * @param ports names a port that was free a moment ago
 */
record Machine(Platform platform, Account account, Place place, Memory memory, IntSupplier ports) {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /**
   * Returns this one.
   *
   * @param product the DBMS that is to run here
   */
  static Machine current(String product) throws SQLException {
    return new Machine(
        Platform.current(product),
        Account.current(product),
        Place.current(),
        Memory.ofThisMachine(),
        Machine::freePort);
  }

  Machine withMemory(Memory other) {
    return new Machine(platform, account, place, other, ports);
  }

  Machine withPlace(Place other) {
    return new Machine(platform, account, other, memory, ports);
  }

  Machine withPorts(IntSupplier other) {
    return new Machine(platform, account, place, memory, other);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
