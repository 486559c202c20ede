/**
 * What the phones do in a run: scenario files, and the workloads that they are made of. Depends on
 * the crowd, the ledger and the figures; knows nothing of how what is measured was started.
 */
@NullMarked
package dev.ferry.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
