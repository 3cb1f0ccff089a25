package dev.sluice.local.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.json.webtoken.JsonWebSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:30:00.900Z");
    private static final String ACCOUNT = "pusher@demo.iam.gserviceaccount.com";

    @TempDir
    Path folder;

    @Test
    void aTokenSaysWhatGooglesTokensSay() throws Exception {
        TokenSigner signer = TokenSigner.of(folder, InstantSource.fixed(NOW));
        JsonWebSignature token =
                JsonWebSignature.parse(GsonFactory.getDefaultInstance(), signer.token(ACCOUNT, "https://a.example/x"));
        JsonNode key = new ObjectMapper().readTree(signer.jwks()).at("/keys/0");
        assertThat(token.getHeader().getAlgorithm()).isEqualTo("RS256");
        assertThat(token.getHeader().getType()).isEqualTo("JWT");
        assertThat(token.getHeader().getKeyId())
                .isEqualTo(key.get("kid").asText())
                .isNotEmpty();
        assertThat(token.getPayload())
                .containsEntry("iss", "https://accounts.google.com")
                .containsEntry("aud", "https://a.example/x")
                .containsEntry("email", ACCOUNT)
                .containsEntry("email_verified", true)
                .containsEntry("azp", token.getPayload().getSubject());
        assertThat(token.getPayload().getSubject()).matches("1[0-9]{20}");
        assertThat(token.getPayload().getIssuedAtTimeSeconds()).isEqualTo(NOW.getEpochSecond());
        assertThat(token.getPayload().getExpirationTimeSeconds()).isEqualTo(NOW.getEpochSecond() + 3_600);
    }

    @Test
    void aTokenHoldsAgainstThePublishedKeysAndAChangedOneDoesNot() throws Exception {
        TokenSigner signer = TokenSigner.of(folder, InstantSource.system());
        String token = signer.token(ACCOUNT, "https://a.example/x");
        JwtClaims claims = check(signer.jwks()).processToClaims(token);
        assertThat(claims.getClaimValueAsString("email")).isEqualTo(ACCOUNT);
        String[] parts = token.split("\\.");
        String other = signer.token("other@demo.iam.gserviceaccount.com", "https://a.example/x");
        String forged = parts[0] + "." + other.split("\\.")[1] + "." + parts[2];
        assertThatThrownBy(() -> check(signer.jwks()).process(forged)).isInstanceOf(InvalidJwtException.class);
    }

    @Test
    void theKeyIsTheSameAfterARestartAndAnotherOneInAnotherFolder() throws Exception {
        TokenSigner signer = TokenSigner.of(folder, InstantSource.system());
        String before = signer.token(ACCOUNT, "https://a.example/x");
        TokenSigner again = TokenSigner.of(folder, InstantSource.system());
        assertThat(check(again.jwks()).processToClaims(before).getIssuer()).isEqualTo(TokenSigner.ISSUER);
        TokenSigner stranger = TokenSigner.of(folder.resolve("other"), InstantSource.system());
        assertThatThrownBy(() -> check(stranger.jwks()).process(before)).isInstanceOf(InvalidJwtException.class);
    }

    @Test
    void thePrivatePartIsForItsOwnerOnly() throws Exception {
        TokenSigner signer = TokenSigner.of(folder, InstantSource.system());
        JsonNode key = new ObjectMapper().readTree(signer.jwks()).at("/keys/0");
        assertThat(key.fieldNames()).toIterable().containsExactlyInAnyOrder("kty", "kid", "use", "alg", "n", "e");
        Path file = onlyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new ObjectMapper().readTree(file.toFile()).has("d")).isTrue();
    }

    @Test
    void aSpoiledKeyFileIsNamed() throws Exception {
        TokenSigner.of(folder, InstantSource.system()).jwks();
        Files.writeString(onlyFile(), "{}");
        TokenSigner spoiled = TokenSigner.of(folder, InstantSource.system());
        assertThatThrownBy(spoiled::jwks).hasMessageContaining("holds no RSA key; remove it");
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(folder.resolve(".sluice/oidc"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static JwtConsumer check(String jwks) throws Exception {
        return new JwtConsumerBuilder()
                .setExpectedAudience("https://a.example/x")
                .setExpectedIssuer(TokenSigner.ISSUER)
                .setRequireExpirationTime()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(new JsonWebKeySet(jwks).getJsonWebKeys()))
                .build();
    }
}
