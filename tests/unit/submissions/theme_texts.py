"""Texts as citizens write them, each with the theme it is mainly about. Written by hand.

TUNE was looked at while the codebook was tuned. SECOND was written before the tuning and only its totals were looked at, but the same
hand then wrote the codebook. FRESH was written after that and taken into the tuning when it had given its figure (.729). UNSEEN was
written after the codebook was frozen again, and nothing was changed for its sake.
"""

from __future__ import annotations

TUNE = """
lighting|Det är kolmörkt på gångvägen mellan skolan och centrum, ingen lampa fungerar.
lighting|Gatubelysningen på vår gata har varit trasig i två månader.
lighting|Man ser inte handen framför sig efter klockan fyra på vintern.
lighting|Varför släcker ni lyktstolparna klockan elva? Jag jobbar skift och går hem i mörkret.
lighting|Fler lampor behövs vid lekplatsen.
lighting|Dålig belysning på parkeringen bakom ICA.
lighting|Svag belysning i tunneln, det känns läskigt.
lighting|Lamporna blinkar och är sönder vid busshållplatsen.
lighting|Elljusspåret är helt släckt sedan i höstas.
lighting|Sätt upp mer ljus vid trappan ner mot sjön.
lighting|Mörka partier längs cykelbanan gör att man inte vågar cykla.
lighting|Det är för mörkt när man går hem från träningen.
vegetation|Buskarna måste klippas, man ser inte om någon står bakom dem.
vegetation|Häckarna är alldeles för höga längs gångvägen.
vegetation|Träden skymmer sikten i korsningen mellan gångvägarna.
vegetation|Slyet har vuxit upp och gör att det känns otäckt att gå där.
vegetation|Ta bort de stora buskagen vid entrén.
vegetation|Igenvuxet och snårigt, gallra i dungen tack.
vegetation|Röj upp bland buskar och sly vid ån.
vegetation|Tät vegetation på båda sidor, ingen ser dig om något händer.
vegetation|Grenar hänger ner över trottoaren så man måste gå ut i gatan.
vegetation|Häcken utanför 12:an skymmer utfarten.
vandalism|Allt förstörs, nu är bänkarna sönderslagna igen.
vandalism|Klotter på hela skolans fasad.
vandalism|Någon har slagit sönder rutorna på busskuren.
vandalism|Nedklottrade väggar i gångtunneln ger ett dåligt intryck.
vandalism|De sparkar sönder papperskorgar och blomkrukor på torget.
vandalism|Skadegörelsen på förskolans gård måste få ett slut.
vandalism|Lekplatsen är vandaliserad, gungorna är avklippta.
vandalism|Mycket graffiti överallt, känns som ett ghetto.
vandalism|Ungdomar krossar fönster i den tomma skolan.
vandalism|Bilar repas och backspeglar sparkas av på vår parkering.
litter|Det är så skräpigt överallt, ingen bryr sig.
litter|Soprummet svämmar över och det kommer råttor.
litter|Krossat glas på lekplatsen varje måndag.
litter|Fullt av fimpar och ölburkar kring bänkarna.
litter|Folk slänger sina sopor bredvid containrarna på återvinningen.
litter|Töm papperskorgarna oftare!
litter|Hundbajs på hela gräsmattan där barnen leker.
litter|Nedskräpningen i parken är under all kritik.
litter|Gamla möbler och tv-apparater dumpas i skogen.
litter|Det luktar urin i hissen och i trappan.
motor_noise|Epatraktorer med hög musik kör runt, runt hela nätterna.
motor_noise|Raggarna tar över torget på fredagar, det gasas och skriks.
motor_noise|Buskörning med mopeder på skolgården.
motor_noise|Folk burnar på parkeringen så att det ryker.
motor_noise|Crossar kör i motionsspåret i full fart.
motor_noise|A-traktorer som spelar så att rutorna skallrar.
motor_noise|Mopedisterna kör på gång- och cykelbanan utan hjälm.
motor_noise|Motorljud till två på natten, vi kan inte sova.
motor_noise|De driftar med sina BMW på industriområdet.
motor_noise|Trimmade moppar som rejsar mellan husen.
motor_noise|Fyrhjulingar kör sönder gräset och skrämmer hästarna.
traffic|Bilarna kör alldeles för fort förbi förskolan.
traffic|Övergångsstället är livsfarligt, ingen stannar.
traffic|Sänk hastigheten på Storgatan.
traffic|Det behövs fartgupp på vår gata.
traffic|Cyklister susar förbi på trottoaren.
traffic|Korsningen är olycksdrabbad och har dålig sikt.
traffic|Tung trafik genom bostadsområdet hela dagarna.
traffic|Föräldrar parkerar kors och tvärs vid skolan på morgonen.
traffic|Halt på trottoaren, det är dåligt plogat och sandat.
traffic|Min son blev nästan påkörd när han cyklade till skolan.
traffic|Elsparkcyklar ligger slängda överallt och körs för fort.
alcohol_drugs|Alkoholister sitter på bänkarna och dricker från morgon till kväll.
alcohol_drugs|Det säljs knark bakom kiosken.
alcohol_drugs|Vi hittade sprutor i sandlådan.
alcohol_drugs|Fulla människor utanför krogen varje lördag.
alcohol_drugs|Öppen droghandel vid busstationen.
alcohol_drugs|Det luktar hasch i trapphuset varje dag.
alcohol_drugs|Missbrukare samlas i parken och det är otäckt.
alcohol_drugs|Langning till minderåriga vid Systemet.
alcohol_drugs|Påverkade personer som raglar omkring vid resecentrum.
alcohol_drugs|A-laget har tagit över bänkarna vid fontänen.
groups|Ett gäng killar står och skriker saker efter oss tjejer.
groups|Ungdomsgäng hänger utanför affären och är hotfulla.
groups|Jag blev förföljd hem från stationen av en man.
groups|Stora grupper med ungdomar som inte flyttar på sig när man ska förbi.
groups|Min dotter blir trakasserad på väg till skolan.
groups|De spottar och ropar glåpord när man går förbi.
groups|En blottare har setts vid badplatsen flera gånger.
groups|Tonåringar samlas i trapphuset och bråkar och stökar.
groups|Rasistiska tillmälen mot mig och mina barn på torget.
groups|Vi känner oss hotade av gänget som håller till vid centrum.
groups|Killar som visslar och följer efter en på kvällen.
violence_theft|Min man blev rånad på sin telefon här i mars.
violence_theft|Inbrott i bilarna på pendelparkeringen varje vecka.
violence_theft|Cykeln blev stulen utanför stationen trots lås.
violence_theft|Det var en misshandel här i helgen, mycket blod.
violence_theft|Skottlossning i höstas, sedan dess vågar ingen gå ut.
violence_theft|En kille drog kniv mot min kompis.
violence_theft|Källarförråden har haft inbrott tre gånger i år.
violence_theft|Slagsmål utanför krogen varje helg.
violence_theft|Jag är rädd att bli överfallen på vägen hem.
violence_theft|Någon stal min handväska på bussen.
violence_theft|Våldtäkten i parken gör att ingen kvinna vågar gå där.
deserted|Helt öde på kvällarna, inte en själ ute.
deserted|Huset har stått tomt i åratal och är ett ruckel.
deserted|Gångtunneln är obehaglig, smal och lång.
deserted|Butikerna har slagit igen och centrum är dött.
deserted|Slitet och nedgånget, ingen har målat på tjugo år.
deserted|Trångt och instängt mellan planken, man kan inte komma undan.
deserted|Avsides gångstig utan hus i närheten, känns ensligt.
deserted|Området känns övergivet efter att affären stängde.
deserted|Trapphuset är fallfärdigt och dystert.
deserted|Det är folktomt vid kontoren efter fem och otäckt att gå där.
public_transport|Att vänta på bussen ensam på kvällen är otryggt.
public_transport|Hållplatsen ligger långt från husen, jag vågar inte stå där.
public_transport|Väntsalen på resecentrum är stängd efter sju.
public_transport|Bussarna går för sällan på kvällen så man blir stående.
public_transport|Otryggt på perrongen när sista tåget har gått.
public_transport|Busschauffören släpper av oss mitt i ingenstans.
public_transport|Stökigt på skolbussen varje dag.
public_transport|Inställda tåg gör att man blir kvar på stationen mitt i natten.
public_transport|Busskuren har inget tak och inga väggar.
presence|Det syns aldrig några poliser i stan.
presence|Vi vill ha ordningsvakter i centrum på helgerna.
presence|Mer polis ute på gatorna!
presence|Sätt upp övervakningskameror vid parkeringen.
presence|Fler vuxna som rör sig ute på kvällarna behövs, som nattvandrare.
presence|Var är fältassistenterna? Ungdomarna behöver någon att prata med.
presence|När man ringer polisen kommer ingen.
presence|Fritidsgården borde ha öppet på helgerna så att det finns vuxna på plats.
presence|Väktarna slutar klockan nio, efter det är det fritt fram.
fire|De skjuter raketer mellan husen i flera veckor före nyår.
fire|Någon tänder eld på soptunnorna.
fire|Smällare kastas mot folk på torget.
fire|Anlagda bränder i källaren, vi är rädda att brinna inne.
fire|Fyrverkerier avfyras rakt in bland folk.
fire|Barn eldar i skogen bakom förskolan.
fire|Bilbränderna i området måste stoppas.
fire|Brandvarnarna i trapphuset är borta.
safety_work|Tack för de nya lamporna vid stigen, nu känns det tryggt!
safety_work|Det har blivit mycket bättre sedan ni klippte buskarna.
safety_work|Bra jobb med trygghetsvandringen i vintras.
safety_work|Nattvandrarna gör en fantastisk insats.
safety_work|Jag känner mig trygg här, fina grannar och lugnt.
safety_work|Vad roligt att ni frågar, området har lyft sedan ni rustade upp torget.
safety_work|Skönt att det finns vakter nu, det märks stor skillnad.
safety_work|Fint med blommor och nya bänkar, här trivs jag.
safety_work|Jättebra att polisen syns mer, fortsätt så.
unclassified|Jag tycker inte om att gå här.
unclassified|Känns otryggt.
unclassified|Gör något åt det här nu!
unclassified|Det är obehagligt här, jag går alltid en annan väg.
unclassified|Hej, jag vill lämna en synpunkt. Ring mig.
unclassified|Dålig känsla i hela området.
unclassified|Ni lyssnar ju ändå aldrig.
unclassified|Otäckt ställe, vet inte varför.
"""

SECOND = """
lighting|Ni måste laga lampan på hörnet, den har inte lyst sedan i oktober.
lighting|Beckmörkt längs ån när man är ute med hunden på kvällen.
lighting|Belysningen är under all kritik på hela stråket.
lighting|På vintern är det svart som i en säck mellan husen.
lighting|Var tredje lykta är trasig på Björkvägen.
lighting|Jag undviker genvägen eftersom det saknas belysning där.
lighting|Otillräckligt ljus i parkeringsgaraget.
lighting|Ljuset på skolgården släcks för tidigt.
lighting|Kan ni sätta upp strålkastare vid grusplanen?
lighting|Mörkret gör att man inte ser vilka som står vid porten.
lighting|Gångbron är oupplyst.
lighting|Dåligt upplyst gångväg där barnen går till träningen.
vegetation|Kommunen borde beskära träden vid cykelvägen.
vegetation|Syrenbuskarna tar all sikt vid utgången från tunneln.
vegetation|Man kan gömma sig överallt i de täta buskarna.
vegetation|Gräset är metern högt och häckarna ovårdade.
vegetation|Växterna har vuxit in över stigen.
vegetation|Skogspartiet är så tätt att man inte ser igenom.
vegetation|Klipp ner rabatterna så man får fri sikt.
vegetation|Granarna står alldeles för tätt intill gångvägen.
vegetation|Buskage runt bänkarna gör att man inte blir sedd.
vegetation|Rensa i diket, vassen är två meter hög.
vandalism|Cykelställen och bänkarna blir förstörda så fort ni lagat dem.
vandalism|Väggarna är fulla med klotter och tags.
vandalism|De har bränt och slagit sönder gungorna.
vandalism|Krossade rutor på förskolan igen i helgen.
vandalism|Tråkigt med all förstörelse i hissen och tvättstugan.
vandalism|Portlåset är uppbrutet och dörren sönder.
vandalism|Någon har sprejat hakkors på kyrkmuren.
vandalism|Trafikskyltar rivs ner och välts.
vandalism|Sönderslagna lampor och bänkar vid skateparken.
vandalism|Sabotage på hissen så att min mamma inte kommer ut.
litter|Skräp som blåser omkring från återvinningsstationen.
litter|Det ligger glassplitter på cykelbanan.
litter|Ni måste städa oftare vid hållplatsen, det är äckligt.
litter|Överfulla sopkärl och fåglar som drar ut påsarna.
litter|Snuspåsar, fimpar och plast överallt på torget.
litter|Grovsopor ställs utanför porten.
litter|Råttor runt soprummen på gården.
litter|Det stinker kiss i tunneln.
litter|Hundägare plockar inte upp efter sina hundar.
litter|Fruktansvärt nedskräpat på badplatsen efter helgerna.
motor_noise|Epor som kör fram och tillbaka med basen på max.
motor_noise|Mopeder i hög fart på gångvägarna mellan husen.
motor_noise|Raggarbilar som varvar och tutar nere vid hamnen.
motor_noise|De kör cross på fotbollsplanen.
motor_noise|Epadunk till klockan tre på morgonen.
motor_noise|Streetrace på raksträckan varje fredagkväll.
motor_noise|Unga som kör epatraktor vårdslöst utanför skolan.
motor_noise|Oljudet från motorcyklarna vid macken.
motor_noise|Gummibränning på parkeringen vid badhuset.
motor_noise|Mopedgäng som buskör i parken och skrämmer äldre.
motor_noise|Sladdande bilar på isen och på stora parkeringen.
traffic|Ingen håller hastigheten utanför skolan.
traffic|Lastbilar dundrar förbi våra fönster.
traffic|Svårt att ta sig över vägen, bilarna stannar inte.
traffic|Farlig rondell för cyklister.
traffic|Jag önskar ett övergångsställe vid affären.
traffic|Fartkamera behövs på infarten.
traffic|Cyklar och gående delar på en alldeles för smal bana.
traffic|Bilar genar över gårdsplanen trots förbudet.
traffic|Isigt och osandat, jag ramlade och bröt handen.
traffic|Bilisterna kör mot rött vid skolan.
traffic|Felparkerade bilar skymmer barnen vid övergången.
alcohol_drugs|Det dricks öppet på lekplatsen.
alcohol_drugs|Knarkare i trappuppgången gör mig rädd.
alcohol_drugs|Unga köper droger vid kiosken.
alcohol_drugs|Berusat folk bråkar vid korvmojen på natten.
alcohol_drugs|Kanyler på gräsmattan bakom biblioteket.
alcohol_drugs|Fyllona vid stationen ber om pengar.
alcohol_drugs|Cannabisrök från balkongerna.
alcohol_drugs|Missbruk och fylla mitt på dagen vid fontänen.
alcohol_drugs|Narkotika säljs via bilar som stannar på parkeringen.
alcohol_drugs|Ölgubbarna på bänken är högljudda.
groups|Ett stort gäng spärrar vägen in till centrum.
groups|Man får kommentarer om sin kropp när man går förbi killarna.
groups|Obehagliga typer som stirrar och följer efter.
groups|Ungdomar som hotar och knuffar mindre barn.
groups|Gängen har tagit över torget.
groups|Min son blev mobbad och hotad på planen.
groups|Det skriks och gapas från ungdomar utanför porten.
groups|En man ofredade min dotter på bussen hem.
groups|Jag blir kallad fula ord för att jag bär slöja.
groups|Ungdomarna hänger i entrén och man måste tränga sig förbi.
groups|Det står alltid en klunga män där och det känns hotfullt.
violence_theft|Grannen blev nedslagen på väg hem från jobbet.
violence_theft|Två rån på en månad vid gångbron.
violence_theft|De bryter sig in i garagen.
violence_theft|Stölder ur bilar nattetid.
violence_theft|Mopeden blev stulen från gården.
violence_theft|Personrån mot ungdomar efter skolan.
violence_theft|Någon blev knivskuren här i somras.
violence_theft|Det skjuts och sprängs, man vågar inte ha barnen ute.
violence_theft|Rädd för våld, det har varit flera misshandelsfall.
violence_theft|Snatteri och stök i butiken varje dag.
violence_theft|Cykelstölderna vid pendeltåget.
deserted|Spöklikt och tomt när affärerna stängt.
deserted|Det gamla hotellet förfaller och drar till sig folk.
deserted|En lång och trång tunnel utan någon annan utväg.
deserted|Inga människor rör sig här efter sex på kvällen.
deserted|Ödslig parkering långt från allt.
deserted|Fasaderna är slitna och det ser sorgligt ut.
deserted|Rivningskåken borde jämnas med marken.
deserted|Undanskymt läge bakom garagen.
deserted|Igenspikade fönster och tomma lokaler i hela kvarteret.
deserted|Källargången är kuslig.
public_transport|Otäckt att byta buss vid stationen sent.
public_transport|Sista bussen går för tidigt så jag måste gå hem själv.
public_transport|Tågstationen är obemannad och kall.
public_transport|Barnen får stå vid landsvägen och vänta på skolskjutsen.
public_transport|Man sitter ensam på nattbussen med konstiga typer.
public_transport|Inga bänkar eller tak vid hållplatsen.
public_transport|Kollektivtrafiken fungerar inte på kvällar.
public_transport|Terminalen stängs och vi får vänta ute.
public_transport|Bussen stannar på fel sida av vägen.
presence|Polisen syns bara när det redan har hänt något.
presence|Anställ väktare i centrum.
presence|Vi saknar vuxna på stan på lördagskvällarna.
presence|Kameraövervakning på torget vore bra.
presence|Ingen patrullerar här längre.
presence|Fler fältare bland ungdomarna.
presence|Öppna fritidsgården igen!
presence|Polisstationen är stängd på kvällen och ingen svarar.
presence|Ordningsvakterna borde gå här också.
fire|Raketer in på balkongerna varje nyår.
fire|Det brinner i containrar var och varannan vecka.
fire|De kastar smällare i trapphuset.
fire|Elden i garaget var anlagd.
fire|Ungdomar som grillar och eldar mitt i torra skogen.
fire|Fyrverkeri mitt i natten i september.
fire|Bengaler och rök utanför arenan.
fire|Rädd för brand eftersom cyklar blockerar utrymningsvägen.
safety_work|Nu är det ljust och fint vid tunneln, tack så mycket.
safety_work|Vilken skillnad sedan ni byggde om torget!
safety_work|Grannsamverkan fungerar jättebra hos oss.
safety_work|Vi är glada för nattvandrarna.
safety_work|Det känns tryggare sedan kamerorna kom upp.
safety_work|Toppen att ni har städat upp i parken.
safety_work|Bra initiativ med trygghetsvärdar på bussen.
safety_work|Här är det lugnt och tryggt, inga problem.
safety_work|Uppskattar att kommunen röjt sly vid skolan.
unclassified|Jag mår dåligt av att vara här.
unclassified|Bara ett allmänt obehag.
unclassified|Det borde vara bättre i vår stad.
unclassified|Läskigt.
unclassified|Se över detta snarast.
unclassified|Min plats är markerad på kartan.
unclassified|Jag har bott här i trettio år och det blir bara sämre.
unclassified|Rädd när jag går ensam.
"""

FRESH = """
lighting|Hej! Jag går med hunden längs bäcken varje kväll och där finns inte en enda fungerande lampa. Snälla gör något.
lighting|Släckt hela vintern på vår innergård, hyresvärden säger att det är kommunens stolpar.
lighting|Man ser inte var man sätter fötterna, armaturerna är igengrodda.
lighting|Kvällstid är det som att gå i en säck, belysning saknas mellan busshållplatsen och husen.
lighting|Det skulle kännas bättre om ljuset tändes tidigare på eftermiddagen.
lighting|Gatlysena är tända varannan och det blir mörka luckor.
lighting|Backen upp mot kyrkan är mörk och hal, sätt upp lyktor!
lighting|Trasig lampa i porten 14B, anmält fyra gånger.
lighting|Vi damer i gympagruppen vill ha upplyst väg till parkeringen.
lighting|Lampor med rörelsesensor hade gjort stor nytta i cykelförrådet där det är becksvart.
lighting|Skolvägen ligger i mörker från november till februari.
vegetation|Buskarna vid sandlådan är så täta att vi inte ser våra barn från bänken.
vegetation|Rönnarna utanför mitt fönster behöver tuktas, de tar all sikt.
vegetation|Sly längs hela banvallen, där kan vem som helst stå och trycka.
vegetation|Kan ni fälla träden som står tätt mot gångvägen?
vegetation|Häckarna på Rosenstigen har inte klippts på flera år.
vegetation|Risigt och igenvuxet kring dammen, man vet aldrig vem som sitter där.
vegetation|Snårskogen bakom vårdcentralen borde gallras ordentligt.
vegetation|Höga rosenbuskar på båda sidor om trappan gör att man känner sig inlåst.
vegetation|Grönskan har fått växa vilt och skymmer utsikten mot vägen.
vegetation|Grenverk som hänger över cykelstråket i huvudhöjd.
vandalism|Tredje gången på kort tid som anslagstavlan är nerriven och glaset krossat.
vandalism|Toaletten vid badplatsen går inte att använda längre, allt är sönderslaget.
vandalism|Klottrat på varenda elskåp i kvarteret.
vandalism|De har eldat upp plastgungorna och ristat i bordet.
vandalism|Lekställningen förstörs systematiskt, så synd om barnen.
vandalism|Fönsterrutorna i den gamla skolan är inslagna allihop.
vandalism|Skyltar, stolpar och soptunnor välts på löpande band nattetid.
vandalism|Nyckelrepor på alla bilar längs gatan.
vandalism|Någon har sprutat färg över muralmålningen.
vandalism|Dörrstängaren i porten är bortbruten igen så vem som helst kan gå in.
litter|Jag plockar själv upp två påsar skräp varje morgon.
litter|Matrester och kartonger kring pizzerian lockar fåglar och råttor.
litter|Återvinningsstationen ser ut som en soptipp.
litter|Fimpar i sandlådan, hur tänker man?
litter|Trasiga flaskor efter lördagens fest, hunden skar sig i tassen.
litter|Hundägarna låter högarna ligga.
litter|Det behövs fler papperskorgar, allt åker rakt ut i rabatten.
litter|Någon har dumpat däck och ett kylskåp i diket.
litter|Toalettpapper och värre saker i buskarna bakom scenen, riktigt äckligt.
litter|Ostädat och kladdigt i tvättstugan och soprummet.
motor_noise|Sätt stopp för epatraktorerna! Vi är femton pensionärer som inte får sova.
motor_noise|Trimmade mopeder på gångvägen utanför äldreboendet, någon kommer att bli påkörd.
motor_noise|Varje fredag samlas raggarna och spelar musik ur sina bilar till fyra.
motor_noise|Vrålande motorer och tjutande däck på Coops parkering.
motor_noise|Ungdomar på crossmotorcyklar kör sönder spåret.
motor_noise|Det görs burnouts i rondellen, hela asfalten är svart.
motor_noise|A-traktorkaravaner fram och åter på genomfarten, dunkadunka.
motor_noise|EPA-dunk.
motor_noise|Grabbar utan körkort på fyrhjuling i bostadsområdet.
motor_noise|Bilar utan ljuddämpare som racear förbi hela nätterna.
traffic|Man tar livet i egna händer när man korsar länsvägen.
traffic|Trettiobegränsningen utanför skolan respekteras inte alls.
traffic|Bussar och lastbilar kör upp på trottoaren i svängen.
traffic|Ett farthinder på Ringgatan innan någon dör!
traffic|Cyklande i hög hastighet på gågatan.
traffic|Snövallarna skymmer vid övergångsstället.
traffic|Trångt och rörigt vid hämtning och lämning, bilar backar bland barnen.
traffic|Trafiken har ökat enormt sedan lagret byggdes.
traffic|Elsparkcyklarna susar fram bland gamla människor.
traffic|Min mormor ramlade på isen för att ingen hade sandat.
traffic|Bilisterna ser inte gående när de svänger höger.
alcohol_drugs|Det är alltid samma gäng alkoholister som sitter och dricker vid fontänen.
alcohol_drugs|Sonen blev erbjuden tramadol på väg hem från skolan.
alcohol_drugs|Knark säljs helt öppet på cykel.
alcohol_drugs|Fulla slår sig ner på lekplatsen om kvällarna.
alcohol_drugs|Använda kanyler låg i gräset där vi brukar ha picknick.
alcohol_drugs|En sötaktig röklukt av cannabis i hela trapphuset.
alcohol_drugs|Berusade fans som vinglar hem från arenan.
alcohol_drugs|Någon låg medvetslös av droger på toaletten.
alcohol_drugs|Missbrukarna håller till i väntsalen.
alcohol_drugs|Hembränt säljs till tonåringar i det gula huset.
groups|Vi tjejer går aldrig den vägen ensamma, killarna ropar så mycket.
groups|Ett tjugotal ungdomar samlas utanför Hemköp och ingen vågar säga till dem.
groups|Han har följt efter mig tre gånger från bussen.
groups|De knuffades och kallade min man för apa.
groups|Stökiga tonåringar som skriker svordomar åt äldre.
groups|Man känner sig uttittad när man går förbi gänget på trappan.
groups|Barnen blir hotade på väg till fritids.
groups|En äldre man sitter alltid på parkbänken och tafsar med blicken på småflickor.
groups|Hotfull stämning när många samlas vid kiosken.
groups|Jag blev omringad av fem killar som ville ha min mobil men sprang därifrån.
violence_theft|Två personer med luvor rånade min farfar vid bankomaten.
violence_theft|Det är andra gången som någon brutit sig in i vårt förråd.
violence_theft|Jag blev slagen i ansiktet av en okänd man.
violence_theft|Cykeln försvann på tio minuter utanför gymmet, stulen förstås.
violence_theft|Efter mordet i våras går ingen ut efter nio.
violence_theft|Min syster blev våldtagen i närheten.
violence_theft|Väskryckning på ljusan dag.
violence_theft|Skotten i höstas har förändrat allt.
violence_theft|Inbrottsvåg i radhusen, alla är oroliga.
violence_theft|Bråken på pizzerian slutar alltid med att någon blir misshandlad.
deserted|Efter att skolan lades ner är hela kvarteret som en spökstad.
deserted|Lång korridor mellan två plank, ingenstans att ta vägen.
deserted|Fallfärdiga skjul och bråte bakom gamla sågverket.
deserted|Inte en människa så långt ögat når när man går av vid ändhållplatsen.
deserted|Flagnande färg, trasiga trappor, allt har fått förfalla.
deserted|Källarlokalen är tom sedan åratal och dörren står på vid gavel.
deserted|Tunneln är trång, fuktig och man hör bara sina egna steg.
deserted|Garagelängan ligger så avskilt att ingen hör om man ropar.
deserted|Ödehuset vid infarten.
deserted|Stadsdelen känns bortglömd och nergången.
public_transport|Jag jobbar kväll och måste vänta fyrtio minuter på bussen utan väderskydd.
public_transport|Hållplatsen saknar både bänk och tidtabell.
public_transport|Sent på natten finns varken tåg eller taxi hem.
public_transport|Konduktören låste väntsalen medan vi stod därinne.
public_transport|Det är obehagligt på nattbussen, chauffören bryr sig inte.
public_transport|Resecentrum är kallt, stängt och övergivet efter klockan 19.
public_transport|Barnen skickas av bussen mitt på landsvägen.
public_transport|Avgångarna har halverats och jag blir strandsatt i stan.
presence|Vi betalar skatt men ser aldrig en polisbil.
presence|Nattvandringen har dött ut, få igång den igen!
presence|Det borde finnas vakt på biblioteket.
presence|Kameror vid återvändsgränden tack.
presence|Ungdomarna har ingenstans att vara sedan fritidsgården stängde.
presence|Fältarna gjorde nytta, varför drogs de in?
presence|Jag ringde 114 14 och fick höra att det inte fanns någon patrull att skicka.
presence|Närvaro av trygga vuxna på helgkvällarna efterlyses.
fire|Det har brunnit i tre sopskåp sedan jul.
fire|Bomber och raketer hela december, min hund skakar.
fire|Någon satte eld på en moped i garaget.
fire|Explosionen i porten bredvid sitter kvar i kroppen.
fire|De smäller banger i tunneln så att öronen tjuter.
fire|Eldning i oljefat under bron.
fire|Barn leker med tändare i torrt gräs.
safety_work|Parken blev toppen efter ombyggnaden, nu sitter vi där varje dag.
safety_work|Heder åt ordningsvakterna som hälsar och pratar med alla.
safety_work|Äntligen tänt i tunneln! Tusen tack.
safety_work|Sedan ni tog bort häcken vågar jag gå till affären igen.
safety_work|Trygghetsvandringen var mycket givande, bra att ni lyssnar på oss.
safety_work|Jag upplever vårt område som tryggt och vänligt.
safety_work|Superbra att det finns folk ute på kvällarna i gula västar.
safety_work|Det är rent och snyggt nu, en eloge till vaktmästarna.
unclassified|Ogillar platsen skarpt.
unclassified|Här vill jag inte vara.
unclassified|Hjälp oss!
unclassified|Se bifogat.
unclassified|Tänker mest på min dotter.
unclassified|Det är som det är.
unclassified|Obehagskänsla när jag passerar.
"""

UNSEEN = """
lighting|Vi hade en lampa vid soprummet, den är borta nu och dottern vägrar gå ut med påsen efter kvällsmaten.
lighting|Sträckan mellan förskolan och hemtjänsten har noll belysning.
lighting|Tycker det är för få lyktstolpar nere vid kanalen.
lighting|Ljuskällorna är så svaga att man lika gärna kan vara utan.
lighting|December till mars går vi i totalmörker till skolbussen.
lighting|Flimrande lysrör i garaget ger skräckfilmskänsla.
lighting|Parkvägen känns inte säker kvällstid när lamporna är trasiga.
lighting|Byt till starkare lampor på torget.
lighting|Det är mörkt som i graven där stigen svänger.
lighting|Min ledarhund klarar sig men jag själv ser ingenting när det skymmer, fixa gatubelysningen.
vegetation|Låga grenar gör att man får huka sig på gångbanan.
vegetation|Mellan tennisbanan och åkern är det rena djungeln, röj!
vegetation|Så mycket buskar överallt i området, perfekta gömställen.
vegetation|Kan kommunen klippa häcken mot cykelvägen, den sticker ut en meter.
vegetation|Ett par stora granar skuggar hela lekplatsen och man ser inte in.
vegetation|Ogräs och sly tar över vid tunnelmynningen.
vegetation|Planteringen vid entrén är övervuxen.
vegetation|Skogen har krupit ända fram till husknuten.
vegetation|Hallonsnåren vid stigen är manshöga.
vegetation|Siktröjning behövs i kurvan vid gångbron.
vandalism|Någon har karvat in könsord i bänkarna och målat på väggen.
vandalism|Våra nya cykelpumpar blev förstörda på en vecka.
vandalism|De har slitit loss brevlådorna och krossat glaset i dörren.
vandalism|Allt som är nytt klottras ner direkt.
vandalism|Graffitin under viadukten växer för varje vecka.
vandalism|Bushållplatsens glas är i tusen bitar igen.
vandalism|Vandaler härjar i kolonistugorna.
vandalism|De sparkar på dörrar och välter motorcyklar, staket är nedbrutna.
vandalism|Skadegörelse på kyrkogården, gravstenar har vält.
vandalism|Låset till förrådet är sönderbrutet.
litter|Så fort det blåser far plastpåsar och papper över gården.
litter|Grannar slänger ut mat till måsarna och det blir bajs överallt.
litter|Nedskräpat, osopat och allmänt ofräscht vid kiosken.
litter|Engångsgrillar och tomflaskor lämnas på stranden.
litter|Glaskross på gångbanan, cykelslangen gick av.
litter|Sopbilen tar inte allt och resten ligger kvar.
litter|Snälla, fler soptunnor längs promenaden.
litter|Någon tömmer sin husvagnstoalett i dagvattenbrunnen.
litter|Utanför systembolaget är marken täckt av fimpar.
litter|Oljedunkar och gamla soffor vid återvinningen.
motor_noise|Epor, epor, epor. När ska det ta slut?
motor_noise|Killar på moppe gör wheelies mellan bänkarna.
motor_noise|Höga motorljud från industritomten där de driftar till småtimmarna.
motor_noise|Min treåring vaknar av basen från bilarna som cirklar runt kvarteret.
motor_noise|Mc-åkare som gasar ut ur rondellen mitt i natten.
motor_noise|Mopedbilar som kör på gångstråken.
motor_noise|Rejs på gamla flygfältet hörs ända hit.
motor_noise|Cross i elljusspåret, spåren är förstörda och åldringar rädda.
motor_noise|Raggarrace och gummibränning vid macken, polisen gör ingenting.
motor_noise|Epatraktorungdomarna blockerar parkeringen och spelar epadunk.
traffic|Våra barn kan inte gå själva till skolan på grund av alla bilar som kör för fort.
traffic|Det är livsfarligt att korsa Värmlandsvägen.
traffic|Ingen cykelbana alls, man cyklar i diket.
traffic|Budbilar kör på gångvägen i hög fart.
traffic|Sänk till 30 förbi äldreboendet.
traffic|Övergångsstället är utslitet och bilister kör rakt igenom.
traffic|Skymd utfart, snart händer en olycka.
traffic|Parkerade lastbilar på båda sidor, ungarna springer ut mellan dem.
traffic|Glashalt på gångvägen, sandbilen kommer aldrig hit.
traffic|Cykelfarten genom gångtunneln är vansinnig.
traffic|Tutande bilköer vid skolstart.
alcohol_drugs|Samlingsplats för missbrukare, min mamma vågar inte ta ut pengar.
alcohol_drugs|Haschlukt i portarna och unga som säljer.
alcohol_drugs|Gubbarna som super vid vattnet är inte farliga men otrevliga.
alcohol_drugs|Langare står vid skolans grindar på lunchen.
alcohol_drugs|Min hund trampade på en spruta.
alcohol_drugs|Fyllor och spyor utanför puben varje helg.
alcohol_drugs|Droger, droger, droger. Stoppa langningen.
alcohol_drugs|Berusade män vill prata när man väntar vid bankomaten.
alcohol_drugs|Ölburkar och fyllegap på läktaren.
alcohol_drugs|De röker braj i tvättstugan.
groups|Ett kriminellt gäng har tagit över gården.
groups|Jag är kvinna med rullstol och blir ofta ropad efter.
groups|Pojkgängen kastar snöbollar med is i på folk.
groups|Man måste gå igenom en klunga av ungdomar för att komma in i affären.
groups|Kränkningar och hot mot personalen på biblioteket.
groups|Han blottade sig för min dotter på lekplatsen.
groups|Hotfulla män utanför spelbutiken.
groups|Skrik och svordomar från ungdomar i trappuppgången.
groups|Jag blev jagad av två killar.
groups|De hånar min bror som har funktionsnedsättning.
groups|Trakasserier mot hbtq-personer på torget.
violence_theft|En jämnårig blev knivhuggen här i fjol.
violence_theft|Cykeltjuvarna opererar ostört vid stationen.
violence_theft|Moppen stals ur låst garage.
violence_theft|Min pappa blev av med plånboken på torget.
violence_theft|Det har varit flera rån mot kassan på macken.
violence_theft|Jag fick ett slag i huvudet bakifrån.
violence_theft|Inbrott hos tre grannar samma vecka.
violence_theft|Sedan skjutningen låser vi dörren dygnet runt.
violence_theft|Katalysatorn på bilen blev stulen på pendelparkeringen.
violence_theft|Kvinna överfölls på joggingrundan.
violence_theft|Slagsmålen avlöser varandra på skolgården.
deserted|Gamla sjukhuset står tomt med trasiga fönster, läskigt att gå förbi.
deserted|Ingenting att göra, ingen ute, bara tomma skyltfönster.
deserted|Passagen bakom teatern är trång och luktar unket.
deserted|Det gamla bruket har blivit en ruin.
deserted|Väldigt ödsligt vid båthuset utanför säsong.
deserted|Ensam stig genom skogen, mobilen har ingen täckning.
deserted|Fasaden faller sönder och fönstren är igensatta.
deserted|Gångtunneln under järnvägen är lång, låg och obehaglig.
deserted|Livlöst centrum efter stängning.
deserted|Bakgården är instängd mellan höga murar.
public_transport|Det går ingen buss hem efter bion.
public_transport|Kuren vid hållplatsen är borttagen så man står i regnet vid vägkanten.
public_transport|Chauffören körde förbi fast jag stod där med barnvagn.
public_transport|Resecentrum har ingen personal på kvällen.
public_transport|Otrygg bussresa hem från gymnasiet.
public_transport|Byte i Degerfors innebär en timmes väntan på en tom perrong.
public_transport|Tågen är alltid sena och väntrummet låst.
public_transport|Flexlinjen har slutat gå hit.
presence|När såg man en polis till fots senast?
presence|Jag skulle känna mig säkrare om det fanns en vakt i gallerian.
presence|Sätt kameror i tunneln.
presence|Skolan behöver fler vuxna på rasterna.
presence|Ungdomarna behöver en fritidsgård, inte fler förbud.
presence|Fältgruppen borde jobba fredagar också.
presence|Polisen borde patrullera vid stationen.
presence|Väktare på nattbussarna skulle hjälpa.
fire|Brandbilen var här tre gånger i juli på grund av anlagda bränder i papperscontainern.
fire|Smällare under bänken medan mormor satt där.
fire|Raketkrig på nyårsafton, vi barrikaderade oss.
fire|Någon eldar plast på gården.
fire|Det har smällt och sprängts i närheten.
fire|Grillning på balkongen under eldningsförbudet.
fire|Branden i källaren gör att jag sover dåligt.
safety_work|Ni ska ha stort beröm för den nya belysningen.
safety_work|Vi märker att polisen är här oftare och det känns bra.
safety_work|Underbart att slippa buskarna vid tunneln!
safety_work|Området är lugnt och grannarna hjälps åt.
safety_work|Tack för att ni tog bort klottret så snabbt.
safety_work|Bra med trygghetsvandringar, vi kommer gärna nästa år.
safety_work|Jag känner mig trygg överallt i Karlskoga.
safety_work|Det nya torget är ett lyft.
unclassified|Jag vet inte, det bara känns fel.
unclassified|Inga synpunkter.
unclassified|Otryggt hela tiden.
unclassified|Går alltid omvägen.
unclassified|Kan någon ringa upp mig angående detta?
unclassified|Usch.
unclassified|Samma sak som förra året.
unclassified|Platsen är inte bra.
"""


def texts(listed: str) -> tuple[list[str], list[str]]:
    """(themes, texts) from lines of ``theme|text``."""
    pairs = [line.split("|", 1) for line in listed.strip().splitlines()]
    return [theme for theme, _ in pairs], [text for _, text in pairs]
