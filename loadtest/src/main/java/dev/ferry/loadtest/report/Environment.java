package dev.ferry.loadtest.report;

/**
 * Where it ran. Figures of different environments don't compare.
 *
 * @param jdk version and vendor
 * @param transport of the nodes' sockets: io_uring, epoll or nio
 * @param redis version and arrangement, such as {@code 7.0.15 single}
 * @param cores that all processes shared
 * @param ferry version, with the commit where it is known
 */
public record Environment(
    String jdk,
    String os,
    String kernel,
    String transport,
    String redis,
    int cores,
    String ferry) {}
