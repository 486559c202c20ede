/**
 * What goes wrong in a run, and when: {@code --fault} texts become a plan, and a schedule carries
 * it out on a {@link dev.ferry.loadtest.fault.plan.FaultTarget}. May use the proxy's room, nothing
 * else of the harness.
 */
@NullMarked
package dev.ferry.loadtest.fault.plan;

import org.jspecify.annotations.NullMarked;
