/**
 * What users may do with groups, apart from talking in them. The roster is behind a port that
 * {@code redis} implements, because whatever a race could change is checked in its scripts. Depends
 * on {@code model}.
 */
@NullMarked
package dev.ferry.server.group;

import org.jspecify.annotations.NullMarked;
