package dev.pristine.cli.bench;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of the application in one database, as the driver tells of them. */
final class Schema {

  /** What the tools for migrations note down for themselves. */
  private static final Set<String> NOT_THE_APPLICATIONS =
      Set.of("flyway_schema_history", "databasechangelog", "databasechangeloglock");

  private static final String YES = "YES";

  private final DatabaseMetaData driver;
  private final @Nullable String catalog;
  private final Map<SchemaTable.Id, SchemaTable> tables = new LinkedHashMap<>();

  private Schema(DatabaseMetaData driver, @Nullable String catalog) {
    this.driver = driver;
    this.catalog = catalog;
  }

  /** Reads it; what is asked of the schema later is asked over the same connection. */
  static Schema read(Connection connection) throws SQLException {
    Schema schema = new Schema(connection.getMetaData(), connection.getCatalog());
    schema.readTables();
    return schema;
  }

  /** Returns all tables in the order of their names. */
  List<SchemaTable> tables() {
    return List.copyOf(tables.values());
  }

  Optional<SchemaTable> table(SchemaTable.Id id) {
    return Optional.ofNullable(tables.get(id));
  }

  private void readTables() throws SQLException {
    List<SchemaTable.Id> ids = new ArrayList<>();
    try (ResultSet rows =
        driver.getTables(catalog, null, "%", new String[] {"TABLE", "PARTITIONED TABLE"})) {
      while (rows.next()) {
        SchemaTable.Id id =
            new SchemaTable.Id(schema(rows, "TABLE_SCHEM"), text(rows, "TABLE_NAME"));
        if (!NOT_THE_APPLICATIONS.contains(id.table().toLowerCase(Locale.ROOT))) {
          ids.add(id);
        }
      }
    }
    ids.sort(Comparator.comparing(SchemaTable.Id::toString));
    Map<SchemaTable.Id, List<Column>> columns = readColumns();
    for (SchemaTable.Id id : ids) {
      tables.put(id, new SchemaTable(id, qualified(id), columns.getOrDefault(id, List.of())));
    }
  }

  private Map<SchemaTable.Id, List<Column>> readColumns() throws SQLException {
    Map<SchemaTable.Id, List<Column>> columns = new HashMap<>();
    try (ResultSet rows = driver.getColumns(catalog, null, "%", "%")) {
      while (rows.next()) {
        SchemaTable.Id id =
            new SchemaTable.Id(schema(rows, "TABLE_SCHEM"), text(rows, "TABLE_NAME"));
        columns.computeIfAbsent(id, any -> new ArrayList<>()).add(column(rows));
      }
    }
    return columns;
  }

  private Column column(ResultSet rows) throws SQLException {
    String name = text(rows, "COLUMN_NAME");
    boolean automatic = YES.equals(rows.getString("IS_AUTOINCREMENT"));
    boolean computed = YES.equals(rows.getString("IS_GENERATEDCOLUMN"));
    int type = rows.getInt("DATA_TYPE");
    return new Column(
        quoted(name),
        name,
        type == Types.DISTINCT ? rows.getInt("SOURCE_DATA_TYPE") : type,
        type == Types.DISTINCT,
        text(rows, "TYPE_NAME"),
        rows.getInt("COLUMN_SIZE"),
        rows.getInt("DECIMAL_DIGITS"),
        rows.getInt("NULLABLE") == DatabaseMetaData.columnNullable,
        automatic,
        automatic || computed || rows.getString("COLUMN_DEF") != null);
  }

  List<ForeignKey> foreignKeys(SchemaTable table) throws SQLException {
    Map<String, ForeignKey> keys = new TreeMap<>();
    try (ResultSet rows =
        driver.getImportedKeys(catalog, schemaOrNull(table.id()), table.id().table())) {
      while (rows.next()) {
        SchemaTable.Id parent =
            new SchemaTable.Id(schema(rows, "PKTABLE_SCHEM"), text(rows, "PKTABLE_NAME"));
        Map<String, String> columns = new HashMap<>();
        columns.put(text(rows, "FKCOLUMN_NAME"), text(rows, "PKCOLUMN_NAME"));
        keys.merge(
            parent + " " + rows.getString("FK_NAME"),
            new ForeignKey(parent, columns),
            Schema::together);
      }
    }
    return List.copyOf(keys.values());
  }

  private static ForeignKey together(ForeignKey first, ForeignKey second) {
    Map<String, String> columns = new HashMap<>(first.columns());
    columns.putAll(second.columns());
    return new ForeignKey(first.parent(), columns);
  }

  /** Returns the names of the columns of the table's primary key. */
  List<String> primaryKey(SchemaTable table) throws SQLException {
    Map<Integer, String> columns = new TreeMap<>();
    try (ResultSet rows =
        driver.getPrimaryKeys(catalog, schemaOrNull(table.id()), table.id().table())) {
      while (rows.next()) {
        columns.put(rows.getInt("KEY_SEQ"), text(rows, "COLUMN_NAME"));
      }
    }
    return List.copyOf(columns.values());
  }

  /** Returns the names of the columns that have a part in any key that no two rows may share. */
  Set<String> unique(SchemaTable table) throws SQLException {
    Set<String> columns = new HashSet<>(primaryKey(table));
    try (ResultSet rows =
        driver.getIndexInfo(catalog, schemaOrNull(table.id()), table.id().table(), true, true)) {
      while (rows.next()) {
        String column = rows.getString("COLUMN_NAME");
        if (column != null) {
          columns.add(column);
        }
      }
    }
    return columns;
  }

  private String qualified(SchemaTable.Id id) throws SQLException {
    return id.schema().isEmpty()
        ? quoted(id.table())
        : quoted(id.schema()) + "." + quoted(id.table());
  }

  private String quoted(String name) throws SQLException {
    String quote = driver.getIdentifierQuoteString();
    return quote + name.replace(quote, quote + quote) + quote;
  }

  private static @Nullable String schemaOrNull(SchemaTable.Id id) {
    return id.schema().isEmpty() ? null : id.schema();
  }

  private static String schema(ResultSet rows, String column) throws SQLException {
    String schema = rows.getString(column);
    return schema == null ? "" : schema;
  }

  private static String text(ResultSet rows, String column) throws SQLException {
    return String.valueOf(rows.getString(column));
  }
}
