package dev.sluice.intake;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** {@code GET /schemas/NAME.schema.json}: the JSON Schemas of the catalog's files and of the status message, as they are checked in. */
@Path("/schemas")
public class SchemaPages {
    @GET
    @Path("/{name: [a-z-]+}.schema.json")
    @Produces("application/schema+json")
    public byte[] schema(@PathParam("name") String name) throws IOException {
        String resource = "schemas/" + name + ".schema.json";
        try (InputStream in = SchemaPages.class.getClassLoader().getResourceAsStream(resource)) {
            return Optional.ofNullable(in)
                    .orElseThrow(() -> new NotFoundException("there is no schema called " + name))
                    .readAllBytes();
        }
    }
}
