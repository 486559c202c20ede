package dev.ferry.loadtest.worker;

/** What a line between the coordinator and a worker is. */
enum Verb {
  // Requests of the coordinator.
  /** The scenario, what all agree on, the worker's share, and the key that signs tokens. */
  ASSIGN,
  /** {@link Driver#prepare}. */
  PREPARE,
  /** {@link Driver#begin}. */
  BEGIN,
  /** Answered when there is nothing more to do. */
  AWAIT_DONE,
  /** {@link Driver#open}; answered with what was counted and timed since the last answer. */
  OPEN,
  /** {@link Driver#shut}; answered with the same, and the shares of the event loops. */
  SHUT,
  /** What was counted and timed since the last answer. */
  REPORT,
  /** {@link Driver#stopReading}, by a number that ends it. */
  STOP_READING,
  /** Ends one of these. */
  READ_ON,
  /** {@link Driver#end}. */
  END,
  /** Whether the worker has its answers, and all that it must be shown up to the others' heads. */
  SETTLED,
  /** Writes its ledger to a file; answered with the problems. */
  EXPORT,

  // A request of a worker.
  /** Answered when all workers are there, with the memory of the nodes if they ask for it. */
  MEET,

  // News of both.
  /** The last one of a worker has a message. */
  LANDED,

  // Answers.
  DONE,
  FAILED
}
