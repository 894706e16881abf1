package dev.mailcask.archive.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.mailcask.archive.keys.Credential.KeyFile;
import dev.mailcask.archive.keys.Credential.Passphrase;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Answers that others found: the vectors of the standards, and files that Python's `cryptography`
/// 48 and `argon2-cffi` 25 made after section 6 of `src/docs/archive-format.md`, without this code.
class KnownAnswersTest {

  private static final byte[] DATA_KEY =
      hex("1b073b04f6ab05e9db9e2d717c501ed00cdac5c85d812fb80a32c4736cbeec36");

  private static final String KEYS =
      """
      {"format":"mailcask-keys","version":1,
       "slots":[
        {"slot":1,"kind":"passphrase","memoryKiB":64,"iterations":3,\
      "salt":"dc90cf07de907ccc64636ceddb38e552","nonce":"0a78009591722cc84825ca95",\
      "wrapped":"6c7ad0f652346b04c4d5fd7c1c41aa3cb4834b573f779b5210f7598256c17498\
      c02f877b1a37aafe456f5740a0af1e41"},
        {"slot":2,"kind":"keyFile",\
      "salt":"dbc4579ae2b3ab293213f42bb852706e","nonce":"626e1e3b6935c66a2c8ab9c8",\
      "wrapped":"4abf6a898bfa962a953b26edcf648f6f3ffbae23c70380485ae48bfa079c1341\
      379e289b09dccbef633586b34afecf05"}],
       "check":"0f333a0dd717c0334e8fe70bbacd67ddb38d245ce62b3b3d9ba179598e8fac62"}
      """;

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// RFC 5869, test case 3, whose output begins with what 32 bytes of output are.
  @Test
  void hkdfIsThatOfTheRfc() {
    SecretKey key = Hkdf.derive(hex("0b".repeat(22)), new byte[0], "");
    assertThat(key.getEncoded())
        .isEqualTo(hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
  }

  /// "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, test case 16.
  @Test
  void gcmIsThatOfItsAuthors() {
    SecretKey key =
        new SecretKeySpec(
            hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"), "AES");
    byte[] nonce = hex("cafebabefacedbaddecaf888");
    byte[] associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plain =
        hex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] buffer = Arrays.copyOf(plain, plain.length + Gcm.TAG_BYTES);
    Gcm.seal(key, nonce, associated, buffer, 0, plain.length);
    assertThat(buffer)
        .isEqualTo(
            hex(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                    + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                    + "76fc6ece0f4e1768cddf8853bb2d551b"));
    ByteBuffer opened = ByteBuffer.allocateDirect(plain.length);
    assertThat(Gcm.open(key, nonce, associated, ByteBuffer.wrap(buffer), opened)).isTrue();
    assertThat(opened.flip()).isEqualTo(ByteBuffer.wrap(plain));
  }

  /// The tests of the reference implementation, `phc-winner-argon2/src/test.c`: Argon2id, version
  /// 0x13, two passes over 256 KiB, one lane.
  @Test
  void argon2IsThatOfItsAuthors() {
    assertThat(
            Argon2Function.getInstance(256, 2, 1, 32, Argon2.ID)
                .hash(ascii("password"), ascii("somesalt"))
                .getBytes())
        .isEqualTo(hex("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"));
  }

  @Test
  void slotsThatOthersMadeOpen() {
    List<KeySlot> slots = KeysJson.read(ascii(KEYS));
    Passphrase typed = new Passphrase(new Secret("Gr\u00fc\u00dfe aus Ko\u0308ln"));
    KeyFile file =
        new KeyFile(hex("49fa4f610a5b1e8f4fc2324cdfa03acd797bac470233355f93512cdb34e1014e"));
    try (ArchiveKey first = slots.get(0).unwrap(typed);
        ArchiveKey second = slots.get(1).unwrap(file)) {
      assertThat(first).isNotNull();
      assertThat(first.copy()).isEqualTo(DATA_KEY);
      assertThat(second).isNotNull();
      assertThat(second.copy()).isEqualTo(DATA_KEY);
    }
    assertThat(slots.get(0).unwrap(file)).isNull();
    assertThat(slots.get(1).unwrap(typed)).isNull();
    assertThat(KeysJson.write(slots)).isEqualTo(ascii(KEYS));
  }

  @Test
  void framesThatOthersMadeOpen() {
    byte[] begin =
        hex("5c2a4d18200000004d43534b5041434b0002000100000000e7364c5fce2ff810e815c2a682c8adf8");
    FileHeader header = FileHeader.read("packs/x.pack", begin, "MCSKPACK");
    assertThat(FileHeader.saysEncrypted(begin)).isTrue();
    byte[] seventh =
        hex("5c2a4d181d0000004d43534b5345414c40cae06dbd3605f1ee06b124ae1598ad8bb4a616c3");
    byte[] last =
        hex("5c2a4d18210000004d43534b5345414c385a896fb890cf474d49c75823cba3c1c0097a7e2500ee8feb");
    try (ArchiveKey key = new ArchiveKey(DATA_KEY.clone())) {
      FileKey pack = key.of(header, "mailcask pack");
      assertThat(pack.open(7, seventh)).isEqualTo(ascii("seven"));
      assertThat(pack.open(-1, last)).isEqualTo(ascii("directory"));
      assertThat(pack.seal(7, ascii("seven"))).isEqualTo(seventh);
      assertThat(pack.seal(-1, ascii("directory"))).isEqualTo(last);
    }
  }
}
