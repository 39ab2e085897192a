package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;

/**
 * The parts of a server that a test starts and stops by itself.
 *
 * @param installed its programs
 * @param run where it works, with a first data directory
 * @param passwords its passwords
 * @param port a port that was free a moment ago
 */
public record Handmade(Installation installed, RunFolder run, Passwords passwords, int port) {

  /** Makes them in a folder that every user can enter. */
  public static Handmade in(Path folder, Software software) throws IOException, SQLException {
    Machine machine = Machine.current(software.release().product());
    Path servers =
        CacheFolder.forServers(
            folder, software.release().folder(), machine.platform(), machine.account());
    ServerHome home = new ServerHome(servers, software, machine);
    home.prepare();
    Installation installed = home.installation();
    RunFolder run = RunFolder.in(folder);
    FileTree.createFolder(run.path(), FileTree.PRIVATE_FOLDER);
    machine.account().own(run.path());
    Passwords passwords = Passwords.random(new SecureRandom());
    software.initialise(installed, run, passwords);
    return new Handmade(installed, run, passwords, Machine.freePort());
  }
}
