package dev.pristine.postgresql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The little that we need from PostgreSQL's {@code global/pg_control}; its beginning has been the
 * same since version 11 ({@code src/include/catalog/pg_control.h}).
 *
 * @param shutDown whether the server was shut down in order
 * @param checkpoint where in the write-ahead log its last checkpoint is
 * @param timeline the log's timeline
 */
record ControlFile(boolean shutDown, long checkpoint, int timeline) {

  /** The size of a segment of the log, as we tell {@code initdb}. */
  static final int SEGMENT_MEGABYTES = 1;

  private static final int STATE = 16;
  private static final int CHECKPOINT = 32;
  private static final int TIMELINE = 48;
  private static final int SHUT_DOWN = 1;
  private static final long SEGMENT = SEGMENT_MEGABYTES << 20;
  private static final long SEGMENTS_PER_ID = (1L << 32) / SEGMENT;

  static ControlFile read(Path data) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(data.resolve("global/pg_control")))
            .order(ByteOrder.nativeOrder());
    return new ControlFile(
        bytes.getInt(STATE) == SHUT_DOWN, bytes.getLong(CHECKPOINT), bytes.getInt(TIMELINE));
  }

  /**
   * Names the segments of the log that a start after an orderly shutdown reads: the one that the
   * last checkpoint begins in, and the next, for it may cross over. All others, which a server
   * keeps by the hundred, are of no more use.
   */
  Set<String> neededSegments() {
    long segment = Long.divideUnsigned(checkpoint, SEGMENT);
    return Set.of(name(segment), name(segment + 1));
  }

  private String name(long segment) {
    return "%08X%08X%08X".formatted(timeline, segment / SEGMENTS_PER_ID, segment % SEGMENTS_PER_ID);
  }
}
