package dev.sluice.local.batch;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Compute Engine machine type as far as its name tells: https://cloud.google.com/compute/docs/machine-resource.
 *
 * @param vcpus virtual processors
 * @param memoryMib MiB
 * @param gpus accelerator type to how many every such VM has built in
 */
record MachineType(String name, int vcpus, long memoryMib, Map<String, Integer> gpus) {
    private static final long GIB = 1024;
    private static final Pattern CUSTOM = Pattern.compile("(?:[a-z0-9]+-)?custom-(\\d{1,4})-(\\d{1,8})(?:-ext)?");
    private static final Pattern GPUS = Pattern.compile("(a2|a3)-[a-z]+-(\\d{1,2})g");
    private static final Pattern SIZED = Pattern.compile("([a-z][a-z0-9]*)-([a-z]+)-(\\d{1,4})(?:-.*)?");
    private static final Map<String, Integer> SHARED =
            Map.of("e2-micro", 1024, "e2-small", 2048, "e2-medium", 4096, "f1-micro", 614, "g1-small", 1740);
    private static final List<Integer> USUAL_SIZES = List.of(2, 4, 8, 16, 32);
    private static final int SHARED_VCPUS = 2;

    static MachineType of(String name) {
        Matcher custom = CUSTOM.matcher(name);
        if (custom.matches()) {
            return new MachineType(name, Integer.parseInt(custom.group(1)), Long.parseLong(custom.group(2)), Map.of());
        }
        if (SHARED.containsKey(name)) {
            return new MachineType(name, SHARED_VCPUS, SHARED.get(name), Map.of());
        }
        Matcher gpus = GPUS.matcher(name);
        if (gpus.matches()) {
            return accelerated(name, gpus.group(1), Integer.parseInt(gpus.group(2)));
        }
        Matcher sized = SIZED.matcher(name);
        return sized.matches()
                ? sized(name, sized.group(1), sized.group(2), Integer.parseInt(sized.group(3)))
                : new MachineType(name, SHARED_VCPUS, SHARED_VCPUS * 4 * GIB, Map.of());
    }

    /** What is chosen for a job that names none: the smallest usual one that a task fits into. */
    static MachineType fitting(long cpuMilli, long memoryMib) {
        return USUAL_SIZES.stream()
                .map(size -> of("e2-standard-" + size))
                .filter(type -> type.room(cpuMilli, memoryMib) > 0)
                .findFirst()
                .orElseGet(() -> of("n2-standard-128"));
    }

    /** How many tasks of that size fit into one. */
    long room(long cpuMilli, long memoryMib) {
        return Math.min(vcpus * 1000L / Math.max(1, cpuMilli), this.memoryMib / Math.max(1, memoryMib));
    }

    /** The family, which some quotas have in their names: {@code n2} of {@code n2-standard-4}. */
    String family() {
        return name.startsWith("custom-") ? "n1" : name.replaceFirst("-.*", "");
    }

    private static MachineType accelerated(String name, String family, int gpus) {
        boolean a2 = family.equals("a2");
        String gpu = a2 ? name.contains("ultra") ? "nvidia-a100-80gb" : "nvidia-tesla-a100" : "nvidia-h100-80gb";
        int vcpus = (a2 ? 12 : 26) * gpus;
        return new MachineType(name, vcpus, vcpus * 7 * GIB, Map.of(gpu, gpus));
    }

    private static MachineType sized(String name, String family, String kind, int vcpus) {
        Map<String, Integer> gpus = family.equals("g2") ? Map.of("nvidia-l4", Math.max(1, vcpus / 12)) : Map.of();
        return new MachineType(name, vcpus, (long) (vcpus * GIB * perVcpu(family, kind)), gpus);
    }

    /** GiB a vCPU. */
    private static double perVcpu(String family, String kind) {
        boolean n1 = family.equals("n1");
        return switch (kind) {
            case "highmem" -> n1 ? 6.5 : 8;
            case "highcpu" -> n1 ? 0.9 : 1;
            default -> n1 ? 3.75 : 4;
        };
    }
}
