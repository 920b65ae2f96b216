import assert from "node:assert/strict";
import { request } from "node:http";
import { LocalApi } from "../../local/api/localApi";
import type { RecordSet } from "../../local/services/route53/recordSets";
import { admin, Dns, ZONE_ID } from "../services/route53/fixture";

const HEAD = '<?xml version="1.0"?>\n';
const NAMESPACE = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';

describe("local API: Route 53's documents", () => {
  let dns: Dns;
  let api: LocalApi;
  let port: number;

  beforeEach(async () => {
    dns = new Dns();
    api = new LocalApi({ account: dns.account, region: "us-west-2", route53: dns.zones });
    ({ port } = await api.listen());
  });
  afterEach(() => api.close());

  const sets = (): RecordSet[] => dns.zones.list(admin, { HostedZoneId: ZONE_ID }).ResourceRecordSets;

  /** Sends a request as it is given, and returns status and text of the answer. */
  function send(
    method: string,
    path: string,
    body = "",
    scope = "us-east-1/route53",
  ): Promise<[status: number | undefined, text: string, type: string | undefined]> {
    const { accessKeyId, sessionToken } = api.credentialsFor("admin");
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${scope}/aws4_request, SignedHeaders=host, Signature=0`;
    const headers = { authorization, "x-amz-security-token": sessionToken };
    return new Promise((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => resolve([response.statusCode, text, response.headers["content-type"]]));
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  const post = (body: string) => send("POST", `/2013-04-01/hostedzone/${ZONE_ID}/rrset/`, body);
  const error = (code: string, message: string): string =>
    `${HEAD}<ErrorResponse ${NAMESPACE}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message>` +
    `</Error><RequestId>00000000-0000-4000-8000-000000000001</RequestId></ErrorResponse>`;

  it("leaves other services alone", async () => {
    const [status] = await send("GET", `/2013-04-01/hostedzone/${ZONE_ID}`, "", "us-west-2/ssm");
    assert.equal(status, 404);
  });

  it("answers as Route 53 does", async () => {
    assert.deepEqual(await send("GET", "/2013-04-01/change/C9"), [
      404,
      error("NoSuchChange", "Could not find resource with ID: C9"),
      "text/xml",
    ]);
  });

  const document = (changes: string): string =>
    `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes>${changes}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
  const set = (value: string, action = "CREATE"): string =>
    `<Change><Action>${action}</Action><ResourceRecordSet><Name>a.catsndogs.lol</Name><Type>TXT</Type><TTL>60</TTL>` +
    `<ResourceRecords><ResourceRecord><Value>${value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>`;

  it("reads comments, entities and blanks between elements", async () => {
    const [status] = await post(
      `<?xml version="1.0"?>\n<!-- a - comment -->\n${document(`\n  ${set("&quot;&#99;&#x61;t&amp;&lt;&apos;&quot;")}\n`)}\n`,
    );
    assert.equal(status, 200);
    const text = sets().find(({ Type }) => Type === "TXT");
    assert.deepEqual(text?.ResourceRecords, [{ Value: `"cat&<'"` }]);
  });

  for (const [what, body, message] of [
    [
      "an element without an end",
      "<ChangeResourceRecordSetsRequest>",
      "&lt;ChangeResourceRecordSetsRequest&gt; has no end",
    ],
    ["an end without a beginning", "<a></b></a>", "&lt;/b&gt; ends what has not begun"],
    ["two documents", "<a/><b/>", "expected one element that holds all others"],
    ["text outside", "<a/>text", "text is outside of all elements"],
    ["nothing", "", "there is no element"],
    ["an entity that nobody knows", "<a>&cat;</a>", "&amp;cat; stands for no character"],
    ["the name of something else for an entity", "<a>&constructor;</a>", "&amp;constructor; stands for no character"],
    ["an entity without its end", "<a>&amp </a>", "&amp;amp stands for no character"],
    ["a bare ampersand", "<a>&</a>", "&amp; stands for no character"],
    ["a document type", "<!DOCTYPE a><a/>", "expected markup or text at character 0"],
    ["a section", "<a><![CDATA[x]]></a>", "expected markup or text at character 3"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual((await post(body)).slice(0, 2), [
        400,
        error("MalformedInput", `Unable to parse the XML of the request: ${message}.`),
      ]);
    });
  }

  const content = (name: string): string =>
    `Invalid XML ; cvc-complex-type.2.4.a: Invalid content was found starting with element '${name}'.`;

  for (const [what, body, message] of [
    ["another document", "<Other/>", "Invalid XML ; cvc-elt.1: Cannot find the declaration of element 'Other'."],
    ["an unknown element", document("<Change><Act>CREATE</Act></Change>"), content("Act")],
    ["an unknown item of a list", document("<Set/>"), content("Set")],
    [
      "an element twice",
      document("<Change><Action>CREATE</Action><Action>DELETE</Action></Change>"),
      content("Action"),
    ],
    ["an element in a text", document("<Change><Action><b/></Action></Change>"), content("b")],
    ["a second batch", document("").replace("</ChangeBatch>", "</ChangeBatch><Extra/>"), content("Extra")],
    [
      "a time to live that is no number",
      document(set("x").replace("60", "1 minute")),
      "Invalid XML ; cvc-datatype-valid.1.2.1: '1 minute' is not a valid value for 'integer'.",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual((await post(body)).slice(0, 2), [400, error("InvalidInput", message)]);
    });
  }

  it("refuses an unknown parameter of a list", async () => {
    const [status, text] = await send("GET", `/2013-04-01/hostedzone/${ZONE_ID}/rrset?page=2`);
    assert.deepEqual([status, text], [400, error("InvalidInput", "Invalid request: unknown parameter page.")]);
  });
});
