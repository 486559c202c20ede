package dev.ferry.loadtest.scenario;

import java.util.List;

/** A conversation, and those of its members who are in this process. */
record Chat(String id, List<Person> people) {}
