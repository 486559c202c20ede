package dev.ferry.server.model;

/**
 * The log's word on a change of a group; the same for every retry.
 *
 * @param place the entry that tells of it, or of the newest change when this one changed nothing
 * @param pending whether the actor is not a member yet but waits for an admin's answer
 */
public record GroupAck(Accepted place, boolean pending) {}
