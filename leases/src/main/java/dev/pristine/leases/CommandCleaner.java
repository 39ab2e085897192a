package dev.pristine.leases;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs a command. What it prints is not kept: it may print a password. */
record CommandCleaner(List<String> command, Duration longest) implements Cleaner {

  @Override
  public void clean(Resource resource, long generation) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    Map<String, String> attributes = new TreeMap<>(resource.open());
    attributes.putAll(resource.secret());
    attributes.forEach(
        (name, value) ->
            environment.put(
                "LEASE_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_"), value));
    environment.put("LEASE_RESOURCE", resource.name());
    environment.put("LEASE_GENERATION", Long.toString(generation));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("The command " + command + " took longer than " + longest);
      }
      if (process.exitValue() != 0) {
        throw new IOException("The command " + command + " ended with " + process.exitValue());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
