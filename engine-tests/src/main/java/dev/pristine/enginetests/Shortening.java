package dev.pristine.enginetests;

import java.util.ArrayList;
import java.util.List;

/** Leaves out of a list all that is not needed to make something happen (delta debugging). */
public final class Shortening {

  private Shortening() {}

  /** Tells whether it happens. */
  public interface Trial<T> {
    boolean happens(List<T> list) throws Exception;
  }

  /** Returns a part of the list with which it still happens, and without any element would not. */
  public static <T> List<T> of(List<T> whole, Trial<T> trial) throws Exception {
    List<T> list = whole;
    int size = Math.max(1, list.size() / 2);
    while (true) {
      List<T> shorter = without(list, size, trial);
      if (shorter.size() == list.size() && size == 1) {
        return list;
      }
      list = shorter;
      size = Math.max(1, Math.min(size / 2, list.size() / 2));
    }
  }

  /** Leaves out each part of this size that is not needed. */
  private static <T> List<T> without(List<T> whole, int size, Trial<T> trial) throws Exception {
    List<T> list = whole;
    int from = 0;
    while (from < list.size()) {
      List<T> shorter = new ArrayList<>(list);
      shorter.subList(from, Math.min(from + size, list.size())).clear();
      if (trial.happens(shorter)) {
        list = shorter;
      } else {
        from += size;
      }
    }
    return list;
  }
}
