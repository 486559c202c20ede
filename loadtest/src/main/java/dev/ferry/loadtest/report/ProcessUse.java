package dev.ferry.loadtest.report;

/**
 * What a process used while load was offered, as the operating system counts it.
 *
 * @param name unique in the run, such as {@code node-1}
 * @param cpuUserUs microseconds of CPU outside the kernel
 * @param cpuSystemUs microseconds of CPU in the kernel
 * @param rssStartBytes resident memory when the load began
 * @param rssPeakBytes the most seen
 * @param rssEndBytes when it ended
 */
public record ProcessUse(
    String name,
    Role role,
    long cpuUserUs,
    long cpuSystemUs,
    long rssStartBytes,
    long rssPeakBytes,
    long rssEndBytes) {

  /** What a process is in the run. */
  public enum Role {
    /** A node of Ferry. */
    SERVER,
    /** A Redis server or Sentinel. */
    REDIS,
    /** The harness itself. */
    HARNESS
  }
}
