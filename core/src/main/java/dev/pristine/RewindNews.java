package dev.pristine;

import dev.pristine.spi.Rewindable.Outcome;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what they should know of the rewinds of one template's copies. Thread-safe. */
final class RewindNews {

  private static final Logger log = LoggerFactory.getLogger(RewindNews.class);

  /** How many different reasons for replacing copies are told; all are told to who debugs. */
  private static final int REASONS_TOLD = 10;

  private final Set<String> reasons = new HashSet<>();
  private final AtomicReference<@Nullable String> fault = new AtomicReference<>();

  /** Tells what an outcome says besides its verdict. */
  void tell(Lease lease, Outcome outcome) {
    for (String change : outcome.beyond()) {
      log.warn(
          "[{}], or a test that ran at the same time, changed what all databases of the server share,"
              + " which nobody undoes: {}",
          lease.holder(),
          change);
    }
  }

  /** Tells why a copy was replaced, once for each reason. */
  void replaced(Lease lease, String reason) {
    boolean told;
    synchronized (reasons) {
      told = reasons.size() < REASONS_TOLD && reasons.add(reason);
    }
    if (told) {
      log.info("The database of [{}] was replaced, not rewound: {}", lease.holder(), reason);
    } else {
      log.debug("The database of [{}] was replaced, not rewound: {}", lease.holder(), reason);
    }
  }

  /** Tells that a rewind went wrong, now in the log, and then whoever asks for a copy next. */
  void differs(Lease lease, String difference) {
    String told =
        ("The database of [%s] was rewound, but is not as its template: %s. It was dropped; tests that"
                + " had it before may have seen wrong data. This is a fault of Pristine: please report it,"
                + " and use pristine.isolation=clone meanwhile.")
            .formatted(lease.holder(), difference);
    log.error(told);
    fault.set(told);
  }

  /** Throws what {@link #differs} told last, once. */
  void refuseAfterFault() {
    String told = fault.getAndSet(null);
    if (told != null) {
      throw new PristineException(told);
    }
  }
}
