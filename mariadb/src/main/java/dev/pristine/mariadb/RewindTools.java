package dev.pristine.mariadb;

import org.jspecify.annotations.Nullable;

/**
 * What all clones that are followed on one server share.
 *
 * @param rewinding how that is done on this server
 * @param blueprints of their templates
 * @param tester who is granted everything on each copy, as SQL has it; null for nobody
 * @param silenceable whether those who test may write without leaving a trace in the log
 * @param freeIds whether counters stay where they are
 */
record RewindTools(
    Sessions sessions,
    Rewinding rewinding,
    LogReader reader,
    Blueprints blueprints,
    @Nullable String tester,
    boolean silenceable,
    boolean freeIds) {}
