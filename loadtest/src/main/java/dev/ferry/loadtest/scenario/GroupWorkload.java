package dev.ferry.loadtest.scenario;

import dev.ferry.client.core.GroupQuestions;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.JoinPolicy;
import dev.ferry.loadtest.crowd.Phone;
import dev.ferry.loadtest.ledger.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/**
 * Groups whose members are all online; messages go to them in turn, from some of their members.
 * When processes share the members, the leading one makes the groups and sends.
 */
final class GroupWorkload implements Workload {
  private static final int ADDED_AT_ONCE = 200;

  private final int groups;
  private final int members;

  /** Further members, who throw away what they hear; nothing is checked of them. */
  private final int listeners;

  private final int senders;
  private final double rate;
  private final int inFlight;

  /** Of all members, those who stop reading for as long as the load runs. */
  private final double slowShare;

  /** Changes of members a second, over all groups. */
  private final double churnRate;

  private final Doings doings;

  /** Whether phones tell what they have received. */
  private final boolean reports;

  /** How often somebody looks who has read a message, a second, over all groups. */
  private final double listsRate;

  private final List<Group> made = new ArrayList<>();
  private long next;

  /** {@code people} are the members of this process. */
  private record Group(String id, Conversation conversation, List<Person> people) {}

  GroupWorkload(Scenario.Settings settings) {
    this.groups = settings.count("groups");
    this.members = settings.atLeast("members", 2);
    this.listeners = settings.countIfAny("listeners");
    this.senders = Math.min(members, settings.count("senders"));
    this.rate = settings.rate("rate");
    this.churnRate = settings.rateIfAny("churn-rate");
    this.slowShare = settings.share("slow-share");
    this.doings = new Doings(settings);
    this.reports = settings.truth("delivery-reports");
    this.listsRate = settings.rateIfAny("lists-rate");
    this.inFlight = settings.atLeast("in-flight", rate > 0 ? 0 : 1);
  }

  @Override
  public void prepare(Stage stage) throws InterruptedException {
    for (int g = 0; g < groups; g++) {
      String name = stage.unique("group" + members + "-" + g);
      List<Person> people = new ArrayList<>();
      for (int i : stage.share().of(members)) {
        Person person = stage.person(user(name, i), Integer.MAX_VALUE, reports);
        people.add(person);
        doings.mayRead(stage, person, i);
      }
      Conversation group = stage.ledger().group("g/" + name, false);
      people.forEach(person -> person.follow(group));
      stage.flights().expect(group.id(), people.size());
      stage.bringOnline(people);
      List<Integer> mine = stage.share().of(listeners);
      stage.listen(mine.stream().map(i -> user(name, members + i)).toList());
      made.add(new Group(group.id(), group, people));
    }
    stage.peers().meet();
    if (stage.share().leads()) {
      for (int g = 0; g < groups; g++) {
        create(made.get(g), stage.unique("group" + members + "-" + g), stage.share().of());
      }
    }
    stage.peers().meet();
  }

  private static String user(String group, int number) {
    return group + "-" + number;
  }

  /** The first one of each process may add and remove others. */
  private void create(Group group, String name, int processes) {
    Person owner = group.people().get(0);
    GroupSettings settings =
        GroupSettings.builder().name("load").joinPolicy(JoinPolicy.OPEN).build();
    owner.ask(GroupQuestions.create(Phone.randomId(), group.id(), settings, List.of())).join();
    int all = members + listeners;
    for (int from = 1; from < all; from += ADDED_AT_ONCE) {
      List<String> users =
          IntStream.range(from, Math.min(all, from + ADDED_AT_ONCE))
              .mapToObj(number -> user(name, number))
              .toList();
      owner.ask(GroupQuestions.add(Phone.randomId(), group.id(), users)).join();
    }
    for (int first = 1; churnRate > 0 && first < Math.min(processes, members); first++) {
      owner
          .ask(
              GroupQuestions.setRole(
                  Phone.randomId(), group.id(), user(name, first), GroupRole.ADMIN))
          .join();
    }
  }

  @Override
  public void run(Stage stage) throws InterruptedException {
    boolean leads = stage.share().leads();
    List<Person> slow = made.stream().flatMap(group -> slow(group, leads).stream()).toList();
    slow.forEach(person -> person.read(false));
    Thread churning = new Thread(() -> churn(stage), "ferry-load-churn");
    Thread looking = new Thread(() -> look(stage), "ferry-load-readers");
    if (churnRate > 0) {
      churning.start();
    }
    if (listsRate > 0 && leads) {
      looking.start();
    }
    if (leads) {
      List<Chat> chats = made.stream().map(group -> new Chat(group.id(), group.people())).toList();
      doings.begin(stage, chats, 1);
    }
    try {
      if (leads) {
        load(stage);
      } else {
        Thread.sleep(Long.MAX_VALUE);
      }
    } finally {
      churning.interrupt();
      looking.interrupt();
      doings.end();
      slow.forEach(person -> person.read(true));
    }
  }

  /** The last ones, who do not write. */
  private List<Person> slow(Group group, boolean leads) {
    int mine = group.people().size();
    int silent = leads ? mine - senders(group) : mine;
    int count = (int) Math.min(slowShare * mine, silent);
    return group.people().subList(mine - count, mine);
  }

  private int senders(Group group) {
    return Math.min(senders, group.people().size());
  }

  private void churn(Stage stage) {
    List<Churn> churns =
        made.stream().map(group -> new Churn(group.id(), group.people(), stage.random())).toList();
    int[] turn = new int[1];
    try {
      double rate = stage.share().of(churnRate, members);
      Arrivals.run(rate, meantAt -> churns.get(turn[0]++ % groups).change());
    } catch (InterruptedException e) {
      // That is how it ends.
    }
  }

  private void look(Stage stage) {
    List<Readers> readers =
        made.stream()
            .map(group -> new Readers(stage, group.conversation(), group.people(), churnRate == 0))
            .toList();
    int[] turn = new int[1];
    try {
      Arrivals.run(listsRate, meantAt -> readers.get(turn[0]++ % groups).ask(meantAt));
    } catch (InterruptedException e) {
      // That is how it ends.
    }
  }

  private void load(Stage stage) throws InterruptedException {
    if (rate > 0) {
      Arrivals.run(rate, meantAt -> say(stage, meantAt, () -> {}));
      return;
    }
    Semaphore free = new Semaphore(inFlight);
    while (true) {
      free.acquire();
      say(stage, System.nanoTime(), free::release);
    }
  }

  private void say(Stage stage, long meantAt, Runnable landed) {
    Group group = made.get((int) (next % groups));
    Person from = group.people().get((int) (next / groups % senders(group)));
    next++;
    if (churnRate > 0) {
      // Who is the last one is not known here: the ledger knows who must get it.
      from.say(group.id(), meantAt);
      return;
    }
    long sentAt = System.nanoTime();
    long flight =
        stage
            .flights()
            .begin(
                group.people().size() - 1,
                Math.min(stage.share().of(), members),
                endedAt -> {
                  if (endedAt != 0 && stage.meters().counts(meantAt)) {
                    stage.meters().lastOfGroup.record(meantAt, sentAt, endedAt);
                  }
                  landed.run();
                });
    from.say(group.id(), meantAt, flight);
  }
}
