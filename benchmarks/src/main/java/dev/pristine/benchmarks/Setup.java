package dev.pristine.benchmarks;

/**
 * What a tool needs to know to be set up.
 *
 * @param server the server that all measure on
 * @param schema the application
 * @param threads how many workers this process has
 * @param fork this process's number among those that work together
 */
record Setup(ServerAccess server, Schema schema, int threads, int fork) {

  /** Names a database that no other worker of no other process uses. */
  String database(String use, int worker) {
    return "%s%s_%d_%d".formatted(ServerAccess.PREFIX, use, fork, worker);
  }
}
