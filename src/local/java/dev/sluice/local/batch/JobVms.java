package dev.sluice.local.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The VMs that one job has, and how many of its tasks run on each; guarded by the job. */
final class JobVms {
    private final VmShape shape;
    private final Fleet fleet;
    private final Map<Vm, Integer> tasks = new LinkedHashMap<>();
    private final Deque<Vm> roomy = new ArrayDeque<>();
    private int nodes;

    JobVms(VmShape shape, Fleet fleet) {
        this.shape = shape;
        this.fleet = fleet;
    }

    VmShape shape() {
        return shape;
    }

    int count() {
        return tasks.size();
    }

    /** How many more are wanted for so many tasks at once. */
    int missing(int atOnce) {
        return Math.max(0, (atOnce + shape.taskPack() - 1) / shape.taskPack() - tasks.size());
    }

    /** One more, which the fleet has given. */
    void add(String zone) {
        Vm vm = Vm.in(zone, nodes++);
        tasks.put(vm, 0);
        roomy.add(vm);
    }

    boolean hasRoom() {
        return !roomy.isEmpty();
    }

    /** Puts a task on a VM with room; the first VMs are filled first, as Batch packs them. */
    Vm seat() {
        Vm vm = roomy.getFirst();
        int now = tasks.merge(vm, 1, Integer::sum);
        if (now >= shape.taskPack()) {
            roomy.removeFirst();
        }
        return vm;
    }

    /** Takes a task off; a VM that is lost meanwhile stays lost. */
    void leave(Vm vm) {
        Integer now = tasks.computeIfPresent(vm, (same, count) -> count - 1);
        if (now != null && now == shape.taskPack() - 1) {
            roomy.addFirst(vm);
        }
    }

    boolean has(Vm vm) {
        return tasks.containsKey(vm);
    }

    boolean isIdle(Vm vm) {
        return Optional.ofNullable(tasks.get(vm)).filter(count -> count == 0).isPresent();
    }

    /** It is gone: given back, or taken away. */
    void release(Vm vm) {
        if (tasks.remove(vm) != null) {
            roomy.remove(vm);
            fleet.give(vm.zone(), shape);
        }
    }

    void releaseAll() {
        tasks.keySet().forEach(vm -> fleet.give(vm.zone(), shape));
        tasks.clear();
        roomy.clear();
    }
}
