package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a store in a file of its own. */
abstract class LeaseCommands {

  @TempDir Path folder;
  Path store;
  CommandLineProcess pristine;

  @BeforeEach
  void aStoreOfItsOwn() {
    store = folder.resolve("leases.db");
    pristine =
        new CommandLineProcess()
            .with("DEV_PRISTINE_LEASES_STORE", store.toString())
            // The driver unpacks its library there, and a killed process does not remove it.
            .with("JAVA_TOOL_OPTIONS", "-Dorg.sqlite.tmpdir=" + folder);
  }

  /** Runs a command in this process: what it says is the same, and Java need not start. */
  Ran here(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(2, "--store=" + store);
    String[] command = all.toArray(String[]::new);
    int exitCode =
        Main.commandLine(command)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(command);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  void add(String... names) {
    String[] arguments = new String[names.length * 2 + 3];
    System.arraycopy(new String[] {"pool", "add", "shoppers"}, 0, arguments, 0, 3);
    for (int i = 0; i < names.length; i++) {
      arguments[3 + 2 * i] = names[i];
      arguments[4 + 2 * i] = "company=ACME";
    }
    assertThat(here(arguments).exitCode()).isZero();
  }

  long number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getLong(1);
    }
  }

  static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
