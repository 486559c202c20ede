package dev.ferry.server.redis;

import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.GroupAction.Add;
import dev.ferry.server.model.GroupAction.Alter;
import dev.ferry.server.model.GroupAction.AnswerRequest;
import dev.ferry.server.model.GroupAction.Create;
import dev.ferry.server.model.GroupAction.CreateLink;
import dev.ferry.server.model.GroupAction.Dismiss;
import dev.ferry.server.model.GroupAction.Join;
import dev.ferry.server.model.GroupAction.Leave;
import dev.ferry.server.model.GroupAction.Mute;
import dev.ferry.server.model.GroupAction.Remove;
import dev.ferry.server.model.GroupAction.RevokeLink;
import dev.ferry.server.model.GroupAction.SetRole;
import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.GroupChange.Kind;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A group's change as its script under {@code lua/group} wants it.
 *
 * @param entry what the log will tell
 * @param otherwise what the log will tell in the script's other case, if it has one
 * @param users whom the change would concern, each once
 * @param arguments the script's own
 */
record ChangeForm(
    String script,
    Entry entry,
    Optional<Entry> otherwise,
    List<UserId> users,
    List<String> arguments) {

  /**
   * @param change of one that admits or expels, the script names the users: only it knows whom the
   *     change really concerned
   * @param words the same for clients that do not know changes
   */
  record Entry(GroupChange change, String words) {}

  private static final Map<Class<?>, BiFunction<UserId, GroupAction, ChangeForm>> FORMS =
      Map.ofEntries(
          form(Create.class, ChangeForm::create),
          form(Alter.class, ChangeForm::alter),
          form(Add.class, (by, it) -> of("add", Kind.ADDED, by + " added members", it.users())),
          form(
              Remove.class,
              (by, it) -> of("remove", Kind.REMOVED, by + " removed members", it.users())),
          form(Join.class, ChangeForm::join),
          form(Leave.class, (by, it) -> of("leave", Kind.LEFT, by + " left", List.of(by))),
          form(SetRole.class, ChangeForm::setRole),
          form(Mute.class, ChangeForm::mute),
          form(
              Dismiss.class,
              (by, it) -> of("dismiss", Kind.DISMISSED, by + " dismissed the group", List.of())),
          form(AnswerRequest.class, ChangeForm::answer),
          form(CreateLink.class, ChangeForm::createLink),
          form(RevokeLink.class, ChangeForm::revokeLink));

  static ChangeForm of(UserId actor, GroupAction action) {
    BiFunction<UserId, GroupAction, ChangeForm> form = FORMS.get(action.getClass());
    if (form == null) {
      throw new IllegalArgumentException("no script for " + action.getClass());
    }
    return form.apply(actor, action);
  }

  private static <A extends GroupAction>
      Map.Entry<Class<?>, BiFunction<UserId, GroupAction, ChangeForm>> form(
          Class<A> action, BiFunction<UserId, A, ChangeForm> form) {
    return Map.entry(action, (by, it) -> form.apply(by, action.cast(it)));
  }

  private static ChangeForm of(String script, Kind kind, String words, List<UserId> users) {
    return of(script, GroupChange.of(kind, List.of()), words, users, List.of());
  }

  private static ChangeForm of(
      String script, GroupChange change, String words, List<UserId> users, List<String> arguments) {
    List<UserId> distinct = users.stream().distinct().toList();
    return new ChangeForm(script, new Entry(change, words), Optional.empty(), distinct, arguments);
  }

  private static ChangeForm create(UserId by, Create it) {
    List<UserId> users = new ArrayList<>(List.of(by));
    users.addAll(it.members());
    return of(
        "create",
        settings(Kind.CREATED, it.settings()),
        by + " created the group",
        users,
        flat(MetaSettings.initialFields(it.settings())));
  }

  private static ChangeForm alter(UserId by, Alter it) {
    List<String> arguments = new ArrayList<>();
    arguments.add(String.valueOf(GroupSettings.ATTRIBUTES_MAX));
    arguments.addAll(flat(MetaSettings.fields(it.settings())));
    return of(
        "alter",
        settings(Kind.SETTINGS, it.settings()),
        by + " changed the group's settings",
        List.of(),
        arguments);
  }

  private static ChangeForm join(UserId by, Join it) {
    Entry request =
        new Entry(GroupChange.of(Kind.REQUESTED, List.of(by)), by + " asks to become a member");
    return new ChangeForm(
        "join",
        new Entry(GroupChange.of(Kind.JOINED, List.of()), by + " joined"),
        Optional.of(request),
        List.of(by),
        List.of(it.link() == null ? "" : it.link().value()));
  }

  private static ChangeForm setRole(UserId by, SetRole it) {
    String role = it.role().name().toLowerCase(Locale.ROOT);
    return of(
        "set_role",
        new GroupChange(Kind.ROLE_SET, List.of(it.user()), it.role(), 0, GroupSettings.UNCHANGED),
        by + " made " + it.user() + " " + role,
        List.of(it.user()),
        List.of(role));
  }

  private static ChangeForm mute(UserId by, Mute it) {
    return of(
        "mute",
        new GroupChange(
            Kind.MEMBER_MUTED, List.of(it.user()), null, it.untilMs(), GroupSettings.UNCHANGED),
        by + (it.untilMs() == 0 ? " unmuted " : " muted ") + it.user(),
        List.of(it.user()),
        List.of(String.valueOf(it.untilMs())));
  }

  private static ChangeForm answer(UserId by, AnswerRequest it) {
    List<UserId> users = List.of(it.user());
    return it.approve()
        ? of("approve", Kind.ADDED, by + " let " + it.user() + " in", users)
        : of(
            "decline",
            GroupChange.of(Kind.DECLINED, users),
            by + " declined " + it.user() + "'s request",
            users,
            List.of());
  }

  /** The token stays out of the log, which every member reads. */
  private static ChangeForm createLink(UserId by, CreateLink it) {
    return of(
        "create_link",
        GroupChange.of(Kind.LINK_CREATED, List.of()),
        by + " made a link",
        List.of(),
        List.of(
            it.token().value(),
            String.valueOf(it.lifetime().toMillis()),
            String.valueOf(it.uses())));
  }

  private static ChangeForm revokeLink(UserId by, RevokeLink it) {
    return of(
        "revoke_link",
        GroupChange.of(Kind.LINK_REVOKED, List.of()),
        by + " took a link back",
        List.of(),
        List.of(it.token().value()));
  }

  private static GroupChange settings(Kind kind, GroupSettings settings) {
    return new GroupChange(kind, List.of(), null, 0, settings);
  }

  private static List<String> flat(Map<String, String> fields) {
    List<String> flat = new ArrayList<>();
    fields.forEach(
        (field, value) -> {
          flat.add(field);
          flat.add(value);
        });
    return flat;
  }
}
