package dev.ferry.client.core;

import dev.ferry.client.FerryException;

/**
 * Who asked a question. Exactly one of the methods is called, from within an input of the core,
 * which must not be called back before that has returned.
 */
public interface Answer<T> {
  void answered(T value);

  void failed(FerryException reason);
}
