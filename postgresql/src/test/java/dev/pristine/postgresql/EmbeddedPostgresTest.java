package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {

  @Test
  void measure() throws Exception {
    try (Lab lab = Lab.prepared()) {
      for (int i = 0; i < 10; i++) {
        long a = System.nanoTime();
        EmbeddedPostgres server = lab.server();
        long b = System.nanoTime();
        Guest guest = Guest.arrive(server);
        long c = System.nanoTime();
        if (i % 2 == 1) {
          guest.execute("CREATE DATABASE template_of_" + i);
        }
        long d = System.nanoTime();
        guest.leave();
        long e = System.nanoTime();
        System.out.printf(
            "construct %d start %d leave %d us%n", (b - a) / 1000, (c - b) / 1000, (e - d) / 1000);
      }
      assertThat(lab.inMemory()).isEmpty();
    }
  }
}
