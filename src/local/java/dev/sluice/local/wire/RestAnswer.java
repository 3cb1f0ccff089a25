package dev.sluice.local.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.Optional;

/**
 * How a request wants its answer: parameters {@code alt}, {@code fields} and {@code prettyPrint} of
 * https://cloud.google.com/apis/docs/system-parameters.
 */
record RestAnswer(boolean numbers, boolean pretty, Optional<PartialAnswer> part) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String ENUMS_AS_NUMBERS = "enum-encoding=int";

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT for a form that is not served */
    static RestAnswer of(RestCall call, Descriptor answer) {
        List<String> forms = call.system("alt");
        for (String form : forms) {
            if (!form.split(";")[0].equals("json")) {
                throw JsonProblem.invalid("Invalid value for alt: \"%s\". Served is json only.".formatted(form));
            }
        }
        return new RestAnswer(
                forms.stream().anyMatch(form -> form.contains(ENUMS_AS_NUMBERS)),
                !call.system("prettyPrint").contains("false"),
                call.system("fields").stream()
                        .filter(fields -> !fields.isBlank())
                        .findFirst()
                        .map(fields -> PartialAnswer.parse(fields, answer)));
    }

    String json(Message message, JsonFormat.Printer usual) {
        JsonFormat.Printer printer = numbers ? usual.printingEnumsAsInts() : usual;
        try {
            if (part.isEmpty()) {
                return (pretty ? printer : printer.omittingInsignificantWhitespace()).print(message) + "\n";
            }
            JsonNode whole = MAPPER.readTree(printer.print(message));
            part.get().keep(whole);
            return (pretty ? whole.toPrettyString() : whole.toString()) + "\n";
        } catch (InvalidProtocolBufferException | JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot print " + message.getDescriptorForType().getFullName(), e);
        }
    }
}
