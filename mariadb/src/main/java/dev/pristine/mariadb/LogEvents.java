package dev.pristine.mariadb;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands the events of the binary log, one after the other, and enters in the ledgers what
 * they tell of the schemas that are followed. What it does not understand is in the way of
 * rewinding. Not thread-safe.
 */
final class LogEvents {

  /** Of these the server makes several kinds each: older and newer ones, compressed ones. */
  private static final Pattern ROWS = Pattern.compile("(?:Write|Update|Delete)_.*rows.*");

  private static final Pattern TABLE_MAP = Pattern.compile("table_id: (\\d+) \\(([^.]+)\\.(.*)\\)");
  private static final Pattern TABLE_ID = Pattern.compile("table_id: (\\d+)\\b.*");
  private static final Pattern XA_START = Pattern.compile("XA START (.*) GTID .*");
  private static final Pattern XA_END =
      Pattern.compile("XA (?:COMMIT|ROLLBACK) (.*?)(?: ONE PHASE)?");

  /** Each group of events begins so. */
  private static final Set<String> BEGIN = Set.of("Gtid", "Anonymous_Gtid");

  /** Where a transaction of {@code XA} begins on MySQL; on MariaDB its number's event tells it. */
  private static final Pattern XA_BEGIN = Pattern.compile("XA START (.*)");

  /** What MySQL writes behind a statement. */
  private static final Pattern NUMBER = Pattern.compile("\\s*/\\* xid=\\d+ \\*/$");

  /** They accompany others, or tell of the log itself. */
  private static final Set<String> SILENT =
      Set.of(
          "Format_desc",
          "Gtid_list",
          "Previous_gtids",
          "Binlog_checkpoint",
          "Xid",
          "Annotate_rows",
          "Rows_query",
          "Intvar",
          "RAND",
          "User var",
          "Start_encryption",
          "Ignorable",
          "Stop",
          "Rotate");

  /** What the server writes before a statement. */
  private static final Pattern SETTING =
      Pattern.compile("(?s)(?:use `((?:[^`]|``)+)`|set [a-z_]+=[^;`'\"]*); (.*)");

  private static final Pattern LEADING_COMMENT =
      Pattern.compile("(?s)(?:/\\*(?![!M]).*?\\*/|(?:--\\s|#)[^\\n]*\\n)\\s*(.*)");

  private static final String NAME = "(?:`((?:[^`]|``)+)`|([\\w$\\x{80}-\\x{FFFF}]+))";

  private static final Pattern TRUNCATE =
      Pattern.compile(
          "(?is)TRUNCATE\\s+(?:TABLE\\s+)?(?:%s\\s*\\.\\s*)?%s\\s*(?:NOWAIT|WAIT\\s+\\d+)?\\s*;?\\s*"
              .formatted(NAME, NAME));

  /** Begin and end of transactions, what changes nothing that anybody reads, temporary tables. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(?is)(?:(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|XA|OPTIMIZE|FLUSH|CHECK)\\b"
              + "|ANALYZE\\s+(?:(?:LOCAL|NO_WRITE_TO_BINLOG)\\s+)?TABLES?\\b"
              + "|DROP\\s+TEMPORARY\\b"
              // What is selected may call functions that write.
              + "|CREATE\\s+(?:OR\\s+REPLACE\\s+)?TEMPORARY\\b(?!.*\\bSELECT\\b)).*");

  private static final Pattern ACCOUNTS =
      Pattern.compile(
          "(?is)(?:(?:CREATE|ALTER|DROP|RENAME)\\s+(?:OR\\s+REPLACE\\s+)?(?:USER|ROLE)"
              + "|SET\\s+PASSWORD|SET\\s+DEFAULT\\s+ROLE)\\b.*");

  /** The name of several databases of ours at once. */
  private static final Pattern PATTERN_OF_OURS = Pattern.compile("pristine[^`.\\s]*%");

  private static final Pattern GRANTS = Pattern.compile("(?is)(?:GRANT|REVOKE)\\b.*");

  /** May stand there without any name, and the log does not tell in which schema it was given. */
  private static final Pattern DATABASE = Pattern.compile("(?is)ALTER\\s+(?:DATABASE|SCHEMA)\\b.*");

  private final Map<String, Ledger> ledgers;
  private final Map<String, TableName> tables = new HashMap<>();
  private @Nullable String transaction;

  private record TableName(String schema, String name) {}

  /**
   * Makes one.
   *
   * @param ledgers those of the schemas that are followed, by their names
   */
  LogEvents(Map<String, Ledger> ledgers) {
    this.ledgers = ledgers;
  }

  void enter(String type, String information) {
    if (ROWS.matcher(type).matches()) {
      rows(information);
    } else if (type.equals("Table_map")) {
      tableMap(information);
    } else if (BEGIN.contains(type)) {
      // Each group names its tables anew, and after each change of a table its number is another.
      tables.clear();
      Matcher start = XA_START.matcher(information);
      transaction = start.matches() ? start.group(1) : null;
    } else if (type.startsWith("Query") || type.equals("XA_prepare")) {
      statement(information);
    } else if (!SILENT.contains(type)) {
      doubt("the server's log tells something that is not understood: " + type);
    }
  }

  /** Leaves nothing certain of any schema. */
  void doubt(String reason) {
    ledgers.values().forEach(ledger -> ledger.addObstacle(reason));
  }

  private void tableMap(String information) {
    Matcher map = TABLE_MAP.matcher(information);
    if (map.matches()) {
      tables.put(map.group(1), new TableName(map.group(2), map.group(3)));
    } else {
      doubt("the server's log names a table that is not understood");
    }
  }

  private void rows(String information) {
    Matcher id = TABLE_ID.matcher(information);
    TableName table = id.matches() ? tables.get(id.group(1)) : null;
    if (table == null) {
      doubt("the server's log tells of rows of a table that it has not named");
      return;
    }
    Ledger ledger = ledgers.get(table.schema);
    if (ledger != null) {
      ledger.addTable(table.name);
      if (transaction != null) {
        ledger.addPrepared(transaction);
      }
    }
  }

  private void statement(String information) {
    String schema = "";
    String text = NUMBER.matcher(information).replaceFirst("");
    for (Matcher setting = SETTING.matcher(text);
        setting.matches();
        setting = SETTING.matcher(text)) {
      schema = setting.group(1) == null ? schema : setting.group(1).replace("``", "`");
      text = setting.group(2);
    }
    text = text.strip();
    for (Matcher comment = LEADING_COMMENT.matcher(text);
        comment.matches();
        comment = LEADING_COMMENT.matcher(text)) {
      text = comment.group(1);
    }
    Matcher begin = XA_BEGIN.matcher(text);
    Matcher end = XA_END.matcher(text);
    Matcher truncation = TRUNCATE.matcher(text);
    if (begin.matches()) {
      transaction = begin.group(1);
    } else if (end.matches()) {
      ledgers.values().forEach(ledger -> ledger.endPrepared(end.group(1)));
    } else if (truncation.matches()) {
      String named = name(truncation, 1);
      Ledger ledger = ledgers.get(named == null ? schema : named);
      String table = name(truncation, 3);
      if (ledger != null && table != null) {
        ledger.addTable(table);
      }
    } else if (!HARMLESS.matcher(text).matches()) {
      change(schema, text);
    }
  }

  private static @Nullable String name(Matcher matcher, int group) {
    String quoted = matcher.group(group);
    return quoted == null ? matcher.group(group + 1) : quoted.replace("``", "`");
  }

  private void change(String schema, String text) {
    boolean accounts = ACCOUNTS.matcher(text).matches();
    Ledger own = ledgers.get(schema);
    if (accounts || GRANTS.matcher(text).matches()) {
      if (own != null) {
        own.addBeyond(text);
      } else {
        ledgers.values().forEach(ledger -> ledger.addBeyond(text));
      }
    }
    // In a grant an underline is a wildcard unless a backslash stands before it.
    String plain = text.replace("\\_", "_").toLowerCase(Locale.ROOT);
    boolean anywhere =
        (schema.isEmpty() && DATABASE.matcher(text).matches())
            || (GRANTS.matcher(text).matches() && PATTERN_OF_OURS.matcher(plain).find());
    // A statement may concern another schema than the one that it was given in.
    ledgers.forEach(
        (place, ledger) -> {
          if (anywhere || (place.equals(schema) && !accounts) || plain.contains(place)) {
            ledger.addStatement(text);
          }
        });
  }
}
