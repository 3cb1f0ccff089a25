package dev.sluice.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds what a template asks for against its product's guardrails. An absent guardrail holds nothing back. */
final class GuardrailCheck {
    private static final Pattern VCPUS = Pattern.compile("-custom-([0-9]{1,5})-|-([0-9]{1,5})(?:-lssd|-metal)?$");

    private final Node guardrails;
    private final Problems problems;

    GuardrailCheck(Node guardrails, Problems problems) {
        this.guardrails = guardrails;
        this.problems = problems;
    }

    void region(Node where, String region) {
        oneOf("regions", where, region, region);
    }

    /** Its family, and the vCPUs in its name, where its name tells them (shared-core and GPU types do not). */
    void machineType(Node where, String machineType) {
        oneOf("machineFamilies", where, machineType, machineType.replaceAll("-.*", ""));
        Matcher vcpus = VCPUS.matcher(machineType);
        if (vcpus.find()) {
            String number = Optional.ofNullable(vcpus.group(1)).orElse(vcpus.group(2));
            vcpus(where, machineType, Long.parseLong(number));
        }
    }

    /** Batch would choose a machine itself, and the guardrails could not be held. */
    void noMachineType(Node where) {
        List.of("machineFamilies", "maxVcpus").stream()
                .map(guardrails::at)
                .filter(Node::exists)
                .findFirst()
                .ifPresent(limit -> problems.add(
                        where.problem("the job names no machineType, expected one that " + limit(limit) + " allows")));
    }

    void vcpus(Node where, String shown, long vcpus) {
        Node limit = guardrails.at("maxVcpus");
        limit.whole().filter(most -> vcpus > most).ifPresent(most -> over(limit, where, shown, most.toString()));
    }

    void memory(Node where, Memory memory) {
        Node limit = guardrails.at("maxMemory");
        limit.text()
                .flatMap(Memory::parse)
                .filter(most -> memory.compareTo(most) > 0)
                .ifPresent(most -> over(limit, where, memory.toString(), most.toString()));
    }

    void timeLimit(Node where, String shown, Duration timeLimit) {
        Node limit = guardrails.at("maxTimeLimit");
        limit.text()
                .flatMap(Durations::parse)
                .filter(most -> timeLimit.compareTo(most) > 0)
                .ifPresent(most -> over(limit, where, shown, limit.json().textValue()));
    }

    void tasks(Node where, long tasks) {
        Node limit = guardrails.at("maxTasks");
        limit.whole()
                .filter(most -> tasks > most)
                .ifPresent(most -> over(limit, where, Long.toString(tasks), most.toString()));
    }

    private void oneOf(String name, Node where, String shown, String value) {
        Node limit = guardrails.at(name);
        List<String> allowed = limit.texts();
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            problems.add(where.problem(where.name() + " is " + Words.quote(shown) + ", and " + limit(limit)
                    + " allows only " + Words.all(allowed)));
        }
    }

    private void over(Node limit, Node where, String shown, String most) {
        problems.add(where.problem(
                where.name() + " is " + Words.quote(shown) + ", and " + limit(limit) + " allows at most " + most));
    }

    private static String limit(Node limit) {
        return "guardrails." + limit.name().replace("`", "") + " (" + limit.fileAndLine() + ")";
    }
}
