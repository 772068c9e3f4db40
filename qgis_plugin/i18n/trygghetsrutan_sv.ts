<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sv_SE" sourcelanguage="en">
<context><name>trygghetsrutan</name>
<message><source>Aggregate to squares</source><translation>Räkna i rutor</translation></message>
<message><source>Counts contributors in squares that are as small as they can be while every figure stands on at least k persons or households. Squares with fewer are merged into larger areas; nothing is guessed and nothing is rounded. The result is attacked at once from its own figures; if anybody could be singled out, there is no result. Without a point layer it counts the campaign's submissions from the output folder.</source><translation>Räknar dem som tyckt till i rutor som är så små de kan vara medan varje siffra bygger på minst k personer eller hushåll. Rutor med färre slås ihop till större ytor; inget gissas och inget avrundas. Resultatet angrips genast utifrån sina egna siffror; om någon kunde pekas ut blir det inget resultat. Utan punktlager räknas kampanjens synpunkter ur utmappen.</translation></message>
<message><source>Points in</source><translation>Punkter in</translation></message>
<message><source>Points rejected</source><translation>Avvisade punkter</translation></message>
<message><source>Points published</source><translation>Punkter som visas</translation></message>
<message><source>Published areas</source><translation>Ytor som visas</translation></message>
<message><source>Median size of the areas, metres</source><translation>Ytornas medianstorlek, meter</translation></message>
<message><source>Any point layer. Leave it empty to count the campaign's submissions.</source><translation>Vilket punktlager som helst. Lämna tomt för att räkna kampanjens synpunkter.</translation></message>
<message><source>Contributor field</source><translation>Fält för den som tyckt till</translation></message>
<message><source>Tells who sent each point, so that one person with five points counts once. Without it every point is its own contributor.</source><translation>Säger vem som skickat varje punkt, så att en person med fem punkter räknas en gång. Utan fältet räknas varje punkt för sig.</translation></message>
<message><source>Theme field</source><translation>Temafält</translation></message>
<message><source>The theme of each point; themes are counted in larger areas, so that they disclose nobody either.</source><translation>Varje punkts tema; teman räknas i större ytor, så att inte heller de röjer någon.</translation></message>
<message><source>Empty: what the campaign says, or 5. Higher protects more and shows less detail.</source><translation>Tomt: det som kampanjen säger, annars 5. Högre skyddar mer och visar mindre detalj.</translation></message>
<message><source>How uncertain an attacker must stay about every hidden square. Empty: half of k, at least 2; k - 1 is full deniability.</source><translation>Hur osäker en angripare måste förbli om varje dold ruta. Tomt: hälften av k, minst 2; k - 1 är full förnekbarhet.</translation></message>
<message><source>SWEREF 99 TM joins with Statistics Sweden's squares, ETRS89-LAEA with those of the EU. Without a campaign: SWEREF 99 TM.</source><translation>SWEREF 99 TM passar ihop med SCB:s rutor, ETRS89-LAEA med EU:s. Utan kampanj: SWEREF 99 TM.</translation></message>
<message><source>The auditor attacked the figures and could not single anybody out.</source><translation>Granskaren angrep siffrorna och kunde inte peka ut någon.</translation></message>
<message><source>Point layer</source><translation>Punktlager</translation></message>
<message><source>Fewest persons behind a figure (k)</source><translation>Minsta antal personer bakom en siffra (k)</translation></message>
<message><source>Protection width</source><translation>Skyddsbredd</translation></message>
<message><source>Grid</source><translation>Rutnät</translation></message>
<message><source>Smallest square, metres</source><translation>Minsta ruta, meter</translation></message>
<message><source>Largest square, metres</source><translation>Största ruta, meter</translation></message>
<message><source>Empty: what the campaign says, or 250 to 8000. Each size must be twice the one below it.</source><translation>Tomt: det som kampanjen säger, annars 250 till 8000. Varje storlek måste vara dubbelt den under.</translation></message>
<message><source>Squares</source><translation>Rutor</translation></message>
<message><source>As the campaign says</source><translation>Som kampanjen säger</translation></message>
<message><source>Choose a point layer, or a campaign whose submissions are in the output folder.</source><translation>Välj ett punktlager, eller en kampanj vars synpunkter finns i utmappen.</translation></message>
<message><source>{published} of {all} points are in {regions} published areas; {rejected} had no usable coordinates.</source><translation>{published} av {all} punkter ligger i {regions} ytor som visas; {rejected} saknade användbara koordinater.</translation></message>
<message><source>{share} % in areas of {size} m or finer</source><translation>{share} % i ytor på {size} m eller finare</translation></message>
<message><source>Mask personal data</source><translation>Maskera personuppgifter</translation></message>
<message><source>Finds personal data in the Swedish texts: personal numbers, telephone numbers, addresses, names and more. What is sure is masked; what is not sure goes to a list for a person to decide. Texts stay in the subfolder internal whether masked or not; masked texts are for the parties' own work.</source><translation>Hittar personuppgifter i de svenska texterna: personnummer, telefonnummer, adresser, namn med mera. Det säkra maskeras; det osäkra går till en lista där en människa avgör. Texterna stannar i undermappen internal, maskerade eller inte; maskerade texter är för parternas eget arbete.</translation></message>
<message><source>Privacy report</source><translation>Integritetsrapport</translation></message>
<message><source>Findings masked</source><translation>Maskerade fynd</translation></message>
<message><source>Findings to decide</source><translation>Fynd att granska</translation></message>
<message><source>Findings that wait for a decision</source><translation>Fynd som väntar på beslut</translation></message>
<message><source>Contributors</source><translation>Personer eller hushåll</translation></message>
<message><source>{masked} findings masked, {to_review} for review of which {left} wait for a decision, {contributors} contributors</source><translation>{masked} fynd maskerade, {to_review} att granska varav {left} väntar på beslut, {contributors} personer eller hushåll</translation></message>
<message><source>1 Submissions</source><translation>1 Synpunkter</translation></message>
<message><source>2 Grid</source><translation>2 Rutnät</translation></message>
<message><source>3 Publishing</source><translation>3 Publicering</translation></message>
<message><source>The campaign.toml that holds every decision of the campaign. The panel writes it for you.</source><translation>Filen campaign.toml som bär kampanjens alla beslut. Panelen skriver den åt dig.</translation></message>
<message><source>The folder of this campaign's results. Use the same one in every step: its subfolder internal holds what is personal and is never published.</source><translation>Mappen för kampanjens resultat. Använd samma i varje steg: undermappen internal bär det som är personligt och publiceras aldrig.</translation></message>
<message><source>The folder that records every release published so far. A new release is attacked together with the campaign's earlier ones.</source><translation>Mappen som minns varje publicerad utgåva. En ny utgåva angrips tillsammans med kampanjens tidigare.</translation></message>
<message><source>The folder of the package.</source><translation>Paketets mapp.</translation></message>
<message><source>Cancelled. Nothing was written.</source><translation>Avbrutet. Inget skrevs.</translation></message>
<message><source>Campaign file</source><translation>Kampanjfil</translation></message>
<message><source>Output folder</source><translation>Utmapp</translation></message>
<message><source>Ledger</source><translation>Liggare</translation></message>
<message><source>Release</source><translation>Utgåva</translation></message>
<message><source>Data package</source><translation>Datapaket</translation></message>
<message><source>Table or layer</source><translation>Tabell eller lager</translation></message>
<message><source>Choose the campaign file.</source><translation>Välj kampanjfilen.</translation></message>
<message><source>Submissions</source><translation>Synpunkter</translation></message>
<message><source>Compare settings</source><translation>Jämför inställningar</translation></message>
<message><source>Counts the campaign's submissions with several settings and tells what each keeps and how fine it is, beside fixed squares of one size with suppression. Nothing is written but the table. Choose before you publish: changing afterwards needs a new release.</source><translation>Räknar kampanjens synpunkter med flera inställningar och visar vad var och en behåller och hur fin den är, bredvid fasta rutor av en storlek där det som är för litet tas bort. Inget skrivs utom tabellen. Välj innan du publicerar: en ändring efteråt kräver en ny utgåva.</translation></message>
<message><source>Numbers separated by semicolons.</source><translation>Tal skilda med semikolon.</translation></message>
<message><source>Sizes separated by semicolons; the largest square is the campaign's.</source><translation>Storlekar skilda med semikolon; den största rutan är kampanjens.</translation></message>
<message><source>A table with one row per choice.</source><translation>En tabell med en rad per val.</translation></message>
<message><source>Values of k</source><translation>Värden på k</translation></message>
<message><source>Smallest squares, metres</source><translation>Minsta rutor, meter</translation></message>
<message><source>Comparison</source><translation>Jämförelse</translation></message>
<message><source>Write whole numbers separated by semicolons, such as 3; 5; 10.</source><translation>Skriv heltal skilda med semikolon, till exempel 3; 5; 10.</translation></message>
<message><source>How the numbers become classes. Equal count tells areas of very different size apart; natural breaks show groups; head/tail breaks show a few very strong places.</source><translation>Hur talen blir klasser. Lika antal skiljer ytor av mycket olika storlek; naturliga gränser visar grupper; topp/svans visar några få mycket starka platser.</translation></message>
<message><source>Five classes are easy to tell apart; fewer are used when there are fewer different numbers.</source><translation>Fem klasser är lätta att skilja åt; färre används när det finns färre olika tal.</translation></message>
<message><source>Every ramp can be told apart by people with colour-blindness and in grey print.</source><translation>Varje färgskala kan skiljas åt av färgblinda och i gråskala.</translation></message>
<message><source>Squares have different sizes, so persons per km² compares them fairly. Unticked, the map shows the number of persons.</source><translation>Rutorna är olika stora, så personer per km² jämför dem rättvist. Utan bock visar kartan antalet personer.</translation></message>
<message><source>Rising upper bounds separated by semicolons, such as 9; 24; 99. Used when Classes is Own bounds.</source><translation>Stigande övre gränser skilda med semikolon, till exempel 9; 24; 99. Används när Klasser är Egna gränser.</translation></message>
<message><source>Language of the map</source><translation>Kartans språk</translation></message>
<message><source>The language of legend and notes; it need not be the language of QGIS.</source><translation>Språket i teckenförklaring och noter; det behöver inte vara QGIS språk.</translation></message>
<message><source>Layers to draw beneath the squares, such as the municipality's own background map.</source><translation>Lager som ritas under rutorna, till exempel kommunens egen bakgrundskarta.</translation></message>
<message><source>Classes</source><translation>Klasser</translation></message>
<message><source>Number of classes</source><translation>Antal klasser</translation></message>
<message><source>Colours</source><translation>Färger</translation></message>
<message><source>Persons per km²</source><translation>Personer per km²</translation></message>
<message><source>Own bounds</source><translation>Egna gränser</translation></message>
<message><source>Background</source><translation>Bakgrund</translation></message>
<message><source>Own bounds: write numbers separated by semicolons, such as 9; 24; 99.</source><translation>Egna gränser: skriv tal skilda med semikolon, till exempel 9; 24; 99.</translation></message>
<message><source>Hold back changes that disclose somebody</source><translation>Håll inne ändringar som röjer någon</translation></message>
<message><source>For an update that is refused because it would disclose somebody together with an earlier release. Areas whose change would tell keep their earlier figures until enough has changed, and totals of the whole municipality are then not shown. All else is new. Needs the ledger.</source><translation>För en uppdatering som nekas för att den skulle röja någon tillsammans med en tidigare utgåva. Ytor vars ändring skulle avslöja behåller sina tidigare siffror tills tillräckligt mycket har ändrats, och summor för hela kommunen visas då inte. Allt annat är nytt. Kräver liggaren.</translation></message>
<message><source>Areas that keep their earlier figures</source><translation>Ytor som behåller sina tidigare siffror</translation></message>
<message><source>Kinds of totals that are not shown</source><translation>Slag av summor som inte visas</translation></message>
<message><source>Export release</source><translation>Skriv utgåvan</translation></message>
<message><source>Lets the independent auditor attack the counted squares once more, together with earlier releases of the campaign, and writes the release when nobody can be singled out. The release holds only counts of areas; it is what the publisher takes.</source><translation>Låter den oberoende granskaren angripa de räknade rutorna en gång till, tillsammans med kampanjens tidigare utgåvor, och skriver utgåvan när ingen kan pekas ut. Utgåvan innehåller bara antal per yta; det är den som publiceraren tar emot.</translation></message>
<message><source>Load submissions</source><translation>Läs in synpunkter</translation></message>
<message><source>Reads every file that the campaign names into one layer with one schema and finds the places. What was rejected is told row by row in the load report: rows in = located + unlocated + rejected. The layer is personal and stays in the subfolder internal.</source><translation>Läser varje fil som kampanjen nämner till ett lager med ett schema och hittar platserna. Det som avvisats redovisas rad för rad i inläsningsrapporten: rader in = lägesatta + ej lägesatta + avvisade. Lagret är personligt och stannar i undermappen internal.</translation></message>
<message><source>Load report</source><translation>Inläsningsrapport</translation></message>
<message><source>Rows in</source><translation>Rader in</translation></message>
<message><source>Located</source><translation>Lägesatta</translation></message>
<message><source>Unlocated</source><translation>Ej lägesatta</translation></message>
<message><source>Rejected</source><translation>Avvisade</translation></message>
<message><source>Places to decide</source><translation>Platser att avgöra</translation></message>
<message><source>{rows_in} rows in = {located} located + {unlocated} unlocated + {rejected} rejected</source><translation>{rows_in} rader in = {located} lägesatta + {unlocated} ej lägesatta + {rejected} avvisade</translation></message>
<message><source>{to_review} places in words wait for a decision; the load report says why.</source><translation>{to_review} platser i ord väntar på beslut; inläsningsrapporten säger varför.</translation></message>
<message><source>Locate places in words</source><translation>Lägesätt platser i ord</translation></message>
<message><source>Turns places in words into points by the municipality's own place names and addresses, which the campaign names. It understands Swedish inflections, crossings and house numbers. What could be several places is never guessed: it stays without a point, and the field candidates says what it could be.</source><translation>Gör platser i ord till punkter med kommunens egna ortnamn och adresser, som kampanjen nämner. Förstår svenska böjningar, korsningar och husnummer. Det som kan vara flera platser gissas aldrig: det blir utan punkt, och fältet candidates säger vad det kunde vara.</translation></message>
<message><source>Any table. Points it may already have are not looked at.</source><translation>Vilken tabell som helst. Punkter den redan har används inte.</translation></message>
<message><source>Field with the place in words</source><translation>Fält med platsen i ord</translation></message>
<message><source>For instance 'the tunnel at Boforsvägen'.</source><translation>Till exempel ”tunneln vid Boforsvägen”.</translation></message>
<message><source>Field with the text</source><translation>Fält med texten</translation></message>
<message><source>Where to look when the place does not tell.</source><translation>Var det ska letas när platsen inte räcker.</translation></message>
<message><source>All rows with their fields, how they were located, how exact, how sure, and the candidates of the unsure.</source><translation>Alla rader med sina fält, hur de lägesatts, hur noga, hur säkert, och kandidaterna för de osäkra.</translation></message>
<message><source>Mask a text field</source><translation>Maskera ett textfält</translation></message>
<message><source>Finds personal data in the Swedish texts of any layer and replaces it by its kind in brackets, such as [telefon]. The field findings lists what was found, and what a person should look at. The other fields are left out, because they may be personal too.</source><translation>Hittar personuppgifter i de svenska texterna i vilket lager som helst och byter dem mot deras slag inom hakparentes, till exempel [telefon]. Fältet findings listar vad som hittades och vad en människa bör se på. De andra fälten lämnas utanför, eftersom även de kan vara personliga.</translation></message>
<message><source>Any table or layer with a field of running text.</source><translation>Vilken tabell eller vilket lager som helst med ett fält med löpande text.</translation></message>
<message><source>Text field</source><translation>Textfält</translation></message>
<message><source>The field whose texts are masked.</source><translation>Fältet vars texter maskeras.</translation></message>
<message><source>One row per row, with the masked text. Points are kept: they are personal as long as they are not counted in squares.</source><translation>En rad per rad, med den maskerade texten. Punkterna behålls: de är personliga så länge de inte räknats i rutor.</translation></message>
<message><source>Masked</source><translation>Maskerat</translation></message>
<message><source>Build data package</source><translation>Bygg datapaket</translation></message>
<message><source>Makes the open data package of a release: tables, geodata with style, description, method, audit report and the public page. It is made by the companion publisher, which the panel installs.</source><translation>Gör det öppna datapaketet av en utgåva: tabeller, geodata med stil, beskrivning, metod, granskningsrapport och den publika sidan. Det görs av publiceraren, som panelen installerar.</translation></message>
<message><source>Another release; empty: the one exported into the output folder.</source><translation>En annan utgåva; tomt: den som skrivits i utmappen.</translation></message>
<message><source>A folder, or the address of a CKAN portal that begins with https.</source><translation>En mapp, eller adressen till en CKAN-portal som börjar med https.</translation></message>
<message><source>Unticked, nothing is written: the plan is told. Ticked, the plan is carried out.</source><translation>Utan bock skrivs inget: planen berättas. Med bock verkställs planen.</translation></message>
<message><source>A configuration of QGIS' authentication manager whose password is the portal's API token. Folders need none.</source><translation>En konfiguration i QGIS autentiseringshanterare vars lösenord är portalens API-nyckel. Mappar behöver ingen.</translation></message>
<message><source>Portal</source><translation>Portal</translation></message>
<message><source>Apply</source><translation>Verkställ</translation></message>
<message><source>Credentials</source><translation>Inloggning</translation></message>
<message><source>Something would change</source><translation>Något skulle ändras</translation></message>
<message><source>Address</source><translation>Adress</translation></message>
<message><source>Print layout</source><translation>Utskriftslayout</translation></message>
<message><source>Makes the map as a page: legend, scale bar, north arrow, how it was made, sources, a place for the logo. As PDF and PNG, and as a template that the layout manager opens. With a layer of districts it makes an atlas with one sheet per district.</source><translation>Gör kartan som ett blad: teckenförklaring, skalstock, norrpil, hur den gjorts, källor och plats för logotyp. Som PDF och PNG, och som en mall som layouthanteraren öppnar. Med ett lager av stadsdelar blir det en atlas med ett blad per stadsdel.</translation></message>
<message><source>The size of the sheet; it lies.</source><translation>Bladets storlek; det ligger.</translation></message>
<message><source>The picture in the upper right corner.</source><translation>Bilden i övre högra hörnet.</translation></message>
<message><source>A layer of areas: the PDF gets one sheet per area.</source><translation>Ett lager av ytor: PDF:en får ett blad per yta.</translation></message>
<message><source>Name of the districts</source><translation>Stadsdelarnas namn</translation></message>
<message><source>The field that names each sheet.</source><translation>Fältet som namnger varje blad.</translation></message>
<message><source>Paper</source><translation>Papper</translation></message>
<message><source>Logo</source><translation>Logotyp</translation></message>
<message><source>Districts</source><translation>Stadsdelar</translation></message>
<message><source>Template</source><translation>Mall</translation></message>
<message><source>Pictures (*.svg *.png *.jpg)</source><translation>Bilder (*.svg *.png *.jpg)</translation></message>
<message><source>Publish</source><translation>Publicera</translation></message>
<message><source>Publishes a data package to a folder that any web server can serve, or to a CKAN portal. Without Apply it only tells what would change. It is safe to run twice and safe to interrupt: readers never see half a version.</source><translation>Publicerar ett datapaket till en mapp som vilken webbserver som helst kan visa, eller till en CKAN-portal. Utan Verkställ berättas bara vad som skulle ändras. Det är säkert att köra två gånger och säkert att avbryta: läsare ser aldrig en halv version.</translation></message>
<message><source>Published: {url}</source><translation>Publicerat: {url}</translation></message>
<message><source>Situation report</source><translation>Lägesbild</translation></message>
<message><source>A report for the parties' own work: places by concern, themes by responsible party, part of the day, channel, change since the last campaign, and masked quotations from texts whose review is finished. It is internal: it is never published. Places and events, never individuals.</source><translation>En rapport för parternas eget arbete: platser efter oro, teman efter ansvarig part, tid på dygnet, kanal, förändring sedan förra kampanjen, och maskerade citat ur texter vars granskning är färdig. Den är intern och publiceras aldrig. Platser och händelser, aldrig enskilda personer.</translation></message>
<message><source>To tell what changed since then.</source><translation>För att visa vad som ändrats sedan dess.</translation></message>
<message><source>Language</source><translation>Språk</translation></message>
<message><source>The language of the report.</source><translation>Rapportens språk.</translation></message>
<message><source>Output folder of an earlier campaign</source><translation>Utmapp för en tidigare kampanj</translation></message>
<message><source>Style the squares</source><translation>Stilsätt rutorna</translation></message>
<message><source>Gives the squares classes, colours and a legend, and draws the map as a picture. Zero and not shown look different, and the rest of a larger square is drawn beneath the squares it leaves out. One style per theme is saved in the file, as QML and SLD.</source><translation>Ger rutorna klasser, färger och teckenförklaring och ritar kartan som en bild. Noll och ”visas inte” ser olika ut, och resten av en större ruta ritas under de rutor den lämnar ut. En stil per tema sparas i filen, som QML och SLD.</translation></message>
<message><source>Another release to draw; empty: the output folder's own, or its squares when they were counted after it.</source><translation>En annan utgåva att rita; tomt: utmappens egen, eller dess rutor om de räknats efter den.</translation></message>
<message><source>Themes</source><translation>Teman</translation></message>
<message><source>Map picture</source><translation>Kartbild</translation></message>
<message><source>Validate data package</source><translation>Kontrollera datapaket</translation></message>
<message><source>Runs every gate on a data package: two independent validators, our own checks of what they miss, the checksums, and the audit. It stops with one line for each thing found and what to do about it.</source><translation>Kör varje kontroll på ett datapaket: två oberoende kontrollprogram, våra egna kontroller av det de missar, kontrollsummorna och granskningen. Stannar med en rad för varje fynd och vad du ska göra åt det.</translation></message>
<message><source>The package passes every gate.</source><translation>Paketet klarar varje kontroll.</translation></message>
<message><source>Findings</source><translation>Fynd</translation></message>
<message><source>Withdraw</source><translation>Dra tillbaka</translation></message>
<message><source>Takes a published dataset down, with all its versions: readers get a page that says when it was withdrawn and why. Without Apply it only tells what would change. Copies that others have made cannot be called back.</source><translation>Tar ned en publicerad datamängd med alla dess versioner: läsare får en sida som säger när den drogs tillbaka och varför. Utan Verkställ berättas bara vad som skulle ändras. Kopior som andra har gjort går inte att få tillbaka.</translation></message>
<message><source>Withdrawn: {url}</source><translation>Tillbakadraget: {url}</translation></message>
<message><source>The name of the campaign, as campaign.toml has it.</source><translation>Kampanjens namn, som det står i campaign.toml.</translation></message>
<message><source>Why, in one line. It is printed publicly: write nothing personal.</source><translation>Varför, på en rad. Det visas offentligt: skriv inget personligt.</translation></message>
<message><source>Dataset</source><translation>Datamängd</translation></message>
<message><source>Reason</source><translation>Skäl</translation></message>
<message><source>Withdrawn by the publisher</source><translation>Tillbakadraget av utgivaren</translation></message>
<message><source>The disk is full. Make room, or choose an output folder on another disk.</source><translation>Disken är full. Frigör utrymme, eller välj en utmapp på en annan disk.</translation></message>
<message><source>the whole text</source><translation>hela texten</translation></message>
<message><source>It may not be written. Close it in other programs, or choose a folder in which you may write.</source><translation>Det går inte att skriva där. Stäng filen i andra program, eller välj en mapp där du får skriva.</translation></message>
<message><source>It cannot be reached. Check that the folder exists and that the network drive is connected.</source><translation>Den går inte att nå. Kontrollera att mappen finns och att nätverksenheten är ansluten.</translation></message>
<message><source>A file stands where a folder should be. Move it, or choose another folder.</source><translation>En fil ligger där en mapp ska vara. Flytta den, eller välj en annan mapp.</translation></message>
<message><source>Nothing more could be written: the disk is full, or the network drive was lost.</source><translation>Inget mer kunde skrivas: disken är full, eller nätverksenheten försvann.</translation></message>
<message><source>Equal count</source><translation>Lika antal</translation></message>
<message><source>Natural breaks</source><translation>Naturliga gränser</translation></message>
<message><source>Pretty breaks</source><translation>Jämna gränser</translation></message>
<message><source>Head/tail breaks</source><translation>Topp/svans-gränser</translation></message>
<message><source>Dusk</source><translation>Skymning</translation></message>
<message><source>Fjord</source><translation>Fjord</translation></message>
<message><source>Ember</source><translation>Glöd</translation></message>
<message><source>Slate</source><translation>Skiffer</translation></message>
<message><source>Trygghetsrutan</source><translation>Trygghetsrutan</translation></message>
<message><source>Steps</source><translation>Steg</translation></message>
<message><source>Campaign</source><translation>Kampanj</translation></message>
<message><source>Close</source><translation>Stäng</translation></message>
<message><source>Open campaign</source><translation>Öppna kampanj</translation></message>
<message><source>No campaign is open</source><translation>Ingen kampanj är öppen</translation></message>
<message><source>Open a campaign.toml, or make a new one.</source><translation>Öppna en campaign.toml, eller gör en ny.</translation></message>
<message><source>Cancel</source><translation>Avbryt</translation></message>
<message><source>Open campaign…</source><translation>Öppna kampanj…</translation></message>
<message><source>New campaign…</source><translation>Ny kampanj…</translation></message>
<message><source>Output folder…</source><translation>Utmapp…</translation></message>
<message><source>Write a new version on the page Publish, under Texts of the page, then count again</source><translation>Skriv en ny version på sidan Publicera, under Sidans texter, och räkna sedan igen</translation></message>
<message><source>Texts for the public page are missing: {n} of 4</source><translation>Texter till den publika sidan saknas: {n} av 4</translation></message>
<message><source>Write them on the page Publish, under Texts of the page</source><translation>Skriv dem på sidan Publicera, under Sidans texter</translation></message>
<message><source>Nothing is loaded</source><translation>Inget är inläst</translation></message>
<message><source>Load the submissions</source><translation>Läs in synpunkterna</translation></message>
<message><source>The texts were not searched for personal data</source><translation>Texterna är inte genomsökta efter personuppgifter</translation></message>
<message><source>Find and mask personal data</source><translation>Hitta och maskera personuppgifter</translation></message>
<message><source>Nothing is counted</source><translation>Inget är räknat</translation></message>
<message><source>Count and audit</source><translation>Räkna och granska</translation></message>
<message><source>The load report tells why, row by row</source><translation>Inläsningsrapporten säger varför, rad för rad</translation></message>
<message><source>Rows without a place: {n} of {all}</source><translation>Rader utan plats: {n} av {all}</translation></message>
<message><source>Add place names, or decide about places</source><translation>Lägg till ortnamn, eller avgör platser</translation></message>
<message><source>Submissions that repeat another one: {n}</source><translation>Synpunkter som upprepar en annan: {n}</translation></message>
<message><source>They count once; nothing to do</source><translation>De räknas en gång; inget att göra</translation></message>
<message><source>Places that wait for a decision: {n}</source><translation>Platser som väntar på beslut: {n}</translation></message>
<message><source>Decide on the map, then locate again</source><translation>Avgör på kartan och lägesätt sedan igen</translation></message>
<message><source>Findings in texts that wait for a decision: {n}</source><translation>Fynd i texter som väntar på beslut: {n}</translation></message>
<message><source>Needed for quotations in the situation report, not for the release</source><translation>Behövs för citat i lägesbilden, inte för utgåvan</translation></message>
<message><source>Only {share} % of the submissions are kept</source><translation>Bara {share} % av synpunkterna behålls</translation></message>
<message><source>Compare settings: a larger largest square keeps more</source><translation>Jämför inställningar: en större största ruta behåller mer</translation></message>
<message><source>Version {version} is published already</source><translation>Version {version} är redan publicerad</translation></message>
<message><source>The submissions changed after they were counted</source><translation>Synpunkterna ändrades efter att de räknats</translation></message>
<message><source>Count again</source><translation>Räkna igen</translation></message>
<message><source>Decided but not used yet: {step}</source><translation>Beslutat men inte använt än: {step}</translation></message>
<message><source>Press the page's main button, then count again</source><translation>Tryck på sidans huvudknapp, och räkna sedan igen</translation></message>
<message><source>The list of decisions cannot be read: {step}</source><translation>Listan med beslut går inte att läsa: {step}</translation></message>
<message><source>Rejected rows: {n}</source><translation>Avvisade rader: {n}</translation></message>
<message><source>Submissions (internal)</source><translation>Synpunkter (internt)</translation></message>
<message><source>Place names</source><translation>Ortnamn</translation></message>
<message><source>New campaign</source><translation>Ny kampanj</translation></message>
<message><source>Save the campaign</source><translation>Spara kampanjen</translation></message>
<message><source>These go into campaign.toml, the one file that holds every decision, so that a colleague can repeat it.</source><translation>Detta skrivs i campaign.toml, den enda fil som bär alla beslut, så att en kollega kan göra om det.</translation></message>
<message><source>Title in Swedish</source><translation>Titel på svenska</translation></message>
<message><source>Title in English</source><translation>Titel på engelska</translation></message>
<message><source>Municipality</source><translation>Kommun</translation></message>
<message><source>Municipality code</source><translation>Kommunkod</translation></message>
<message><source>Organisation number</source><translation>Organisationsnummer</translation></message>
<message><source>Contact</source><translation>Kontakt</translation></message>
<message><source>E-mail of the contact</source><translation>Kontaktens e-post</translation></message>
<message><source>First day</source><translation>Första dag</translation></message>
<message><source>Last day</source><translation>Sista dag</translation></message>
<message><source>Save as…</source><translation>Spara som…</translation></message>
<message><source>Fill in every line; the title in English can wait.</source><translation>Fyll i varje rad; titeln på engelska kan vänta.</translation></message>
<message><source>Map</source><translation>Karta</translation></message>
<message><source>Choose how the squares look, then put them on the map. The style is saved in the file, theme by theme.</source><translation>Välj hur rutorna ser ut och lägg dem sedan på kartan. Stilen sparas i filen, tema för tema.</translation></message>
<message><source>Persons per km² (else number of persons)</source><translation>Personer per km² (annars antal personer)</translation></message>
<message><source>Style and put on the map</source><translation>Stilsätt och lägg på kartan</translation></message>
<message><source>Show theme</source><translation>Visa tema</translation></message>
<message><source>Print layout (PDF, PNG)</source><translation>Utskrift (PDF, PNG)</translation></message>
<message><source>Open the picture</source><translation>Öppna bilden</translation></message>
<message><source>Styling the squares</source><translation>Stilsätter rutorna</translation></message>
<message><source>Drawing the page</source><translation>Ritar sidan</translation></message>
<message><source>Drawing the map</source><translation>Ritar kartan</translation></message>
<message><source>The squares are on the map.</source><translation>Rutorna ligger på kartan.</translation></message>
<message><source>Places</source><translation>Platser</translation></message>
<message><source>Click a number on the map, or press its key, to accept it. Click anywhere else to put the place there. 0: it is nowhere.</source><translation>Klicka på en siffra på kartan, eller tryck dess tangent, för att godta den. Klicka någon annanstans för att lägga platsen där. 0: platsen finns inte.</translation></message>
<message><source>Locate again with the decisions</source><translation>Lägesätt igen med besluten</translation></message>
<message><source>Locating again</source><translation>Lägesätter igen</translation></message>
<message><source>No place waits for a decision</source><translation>Ingen plats väntar på beslut</translation></message>
<message><source>Previous</source><translation>Föregående</translation></message>
<message><source>Next</source><translation>Nästa</translation></message>
<message><source>Nowhere (0)</source><translation>Ingenstans (0)</translation></message>
<message><source>Undo</source><translation>Ångra</translation></message>
<message><source>{at} of {all}; {waiting} wait for a decision</source><translation>{at} av {all}; {waiting} väntar på beslut</translation></message>
<message><source>Decided:</source><translation>Avgjort:</translation></message>
<message><source>{located} located, {review} places wait for a decision.</source><translation>{located} lägesatta, {review} platser väntar på beslut.</translation></message>
<message><source>rows: {n}</source><translation>rader: {n}</translation></message>
<message><source>{file} holds no rows. Export it again.</source><translation>{file} har inga rader. Exportera den igen.</translation></message>
<message><source>new</source><translation>ny</translation></message>
<message><source>replace</source><translation>byts</translation></message>
<message><source>remove</source><translation>tas bort</translation></message>
<message><source>unchanged</source><translation>oförändrad</translation></message>
<message><source>First the package, then the plan: it shows what would change. Only Apply writes to the portal.</source><translation>Först paketet, sedan planen: den visar vad som skulle ändras. Bara Verkställ skriver till portalen.</translation></message>
<message><source>Install the publisher…</source><translation>Installera publiceraren…</translation></message>
<message><source>Choose a Python…</source><translation>Välj en Python…</translation></message>
<message><source>Build the package</source><translation>Bygg paketet</translation></message>
<message><source>Open the page</source><translation>Öppna sidan</translation></message>
<message><source>Texts of the page…</source><translation>Sidans texter…</translation></message>
<message><source>A folder, or https://… of a CKAN portal</source><translation>En mapp, eller https://… för en CKAN-portal</translation></message>
<message><source>Credentials: a Basic configuration whose password is the portal's API token.</source><translation>Inloggning: en konfiguration av typen Basic vars lösenord är portalens API-nyckel.</translation></message>
<message><source>Show the plan</source><translation>Visa planen</translation></message>
<message><source>Change</source><translation>Ändring</translation></message>
<message><source>What</source><translation>Vad</translation></message>
<message><source>Why</source><translation>Varför</translation></message>
<message><source>Folder of the portal</source><translation>Portalens mapp</translation></message>
<message><source>Install the publisher</source><translation>Installera publiceraren</translation></message>
<message><source>Install</source><translation>Installera</translation></message>
<message><source>Installing the publisher</source><translation>Installerar publiceraren</translation></message>
<message><source>A Python that has the publisher's libraries</source><translation>En Python som har publicerarens bibliotek</translation></message>
<message><source>Trying the Python</source><translation>Prövar Python</translation></message>
<message><source>Building and validating the package</source><translation>Bygger och kontrollerar paketet</translation></message>
<message><source>Making the plan</source><translation>Gör planen</translation></message>
<message><source>Publishing</source><translation>Publicerar</translation></message>
<message><source>The publisher is not installed. It runs apart from QGIS, with libraries of its own.</source><translation>Publiceraren är inte installerad. Den körs skild från QGIS, med egna bibliotek.</translation></message>
<message><source>The publisher is installed.</source><translation>Publiceraren är installerad.</translation></message>
<message><source>The package is built and passes every gate.</source><translation>Paketet är byggt och klarar varje kontroll.</translation></message>
<message><source>Nothing would change: the portal has this version already.</source><translation>Inget skulle ändras: portalen har redan den här versionen.</translation></message>
<message><source>Published.</source><translation>Publicerat.</translation></message>
<message><source>change</source><translation>ändra</translation></message>
<message><source>{n} libraries are downloaded from the Python package index and put into a folder of their own (about {size} MB):
{folder}
QGIS and its own Python stay as they are. Every file is checked against a known checksum. Removing the folder removes it all.</source><translation>{n} bibliotek hämtas från Pythons paketindex och läggs i en egen mapp (ungefär {size} MB):
{folder}
QGIS och dess egen Python ändras inte. Varje fil kontrolleras mot en känd kontrollsumma. Tar du bort mappen är allt borta.</translation></message>
<message><source>The credentials cannot be used</source><translation>Inloggningen går inte att använda</translation></message>
<message><source>Publisher: {path}</source><translation>Publicerare: {path}</translation></message>
<message><source>Published {at}:</source><translation>Publicerat {at}:</translation></message>
<message><source>The release holds only counts of areas. It is attacked once more before it is written. Double-click a line to go there.</source><translation>Utgåvan innehåller bara antal per yta. Den angrips en gång till innan den skrivs. Dubbelklicka på en rad för att gå dit.</translation></message>
<message><source>What to do</source><translation>Vad du gör</translation></message>
<message><source>Attacking and writing the release</source><translation>Angriper och skriver utgåvan</translation></message>
<message><source>Writing the situation report</source><translation>Skriver lägesbilden</translation></message>
<message><source>The situation report is internal: masked quotations, places and themes for the parties' own work.</source><translation>Lägesbilden är intern: maskerade citat, platser och teman för parternas eget arbete.</translation></message>
<message><source>Stop</source><translation>Stopp</translation></message>
<message><source>Look</source><translation>Se över</translation></message>
<message><source>Note</source><translation>Notera</translation></message>
<message><source>Nothing stands in the way.</source><translation>Inget står i vägen.</translation></message>
<message><source>Must be mended first: {n}</source><translation>Måste åtgärdas först: {n}</translation></message>
<message><source>The release is written</source><translation>Utgåvan är skriven</translation></message>
<message><source>A higher k protects more and shows less detail. The picture shows what these settings keep, before anything is counted.</source><translation>Ett högre k skyddar mer och visar mindre detalj. Bilden visar vad inställningarna behåller, innan något räknas.</translation></message>
<message><source>usual</source><translation>vanlig</translation></message>
<message><source>Fewest persons (k)</source><translation>Minst antal personer (k)</translation></message>
<message><source>Smallest square</source><translation>Minsta ruta</translation></message>
<message><source>Largest square</source><translation>Största ruta</translation></message>
<message><source>Choice</source><translation>Val</translation></message>
<message><source>Kept</source><translation>Behålls</translation></message>
<message><source>Safe</source><translation>Säkert</translation></message>
<message><source>Drawing what the settings keep</source><translation>Ritar vad inställningarna behåller</translation></message>
<message><source>Comparing settings</source><translation>Jämför inställningar</translation></message>
<message><source>Counting and attacking</source><translation>Räknar och angriper</translation></message>
<message><source>Fixed squares drop what is too few; ours merge it, so more is kept.</source><translation>Fasta rutor tar bort det som är för litet; våra slår ihop det, så mer behålls.</translation></message>
<message><source>yes</source><translation>ja</translation></message>
<message><source>DISCLOSES</source><translation>RÖJER</translation></message>
<message><source>{published} of the located submissions are kept; {fine} in areas of 500 m or finer; half of them in {median} m or finer.</source><translation>{published} av de lägesatta synpunkterna behålls; {fine} i ytor på 500 m eller finare; hälften i {median} m eller finare.</translation></message>
<message><source>k {k}, fixed {size} m</source><translation>k {k}, fasta {size} m</translation></message>
<message><source>k {k}, ours</source><translation>k {k}, våra</translation></message>
<message><source>{published} of {all} submissions are in {regions} published areas.</source><translation>{published} av {all} synpunkter ligger i {regions} ytor som visas.</translation></message>
<message><source>Text</source><translation>Text</translation></message>
<message><source>Place in words</source><translation>Plats i ord</translation></message>
<message><source>Received</source><translation>Inkommen</translation></message>
<message><source>East or longitude</source><translation>Öst eller longitud</translation></message>
<message><source>North or latitude</source><translation>Nord eller latitud</translation></message>
<message><source>Geometry as text</source><translation>Geometri som text</translation></message>
<message><source>Name (dropped)</source><translation>Namn (tas bort)</translation></message>
<message><source>E-mail (dropped)</source><translation>E-post (tas bort)</translation></message>
<message><source>Telephone (dropped)</source><translation>Telefon (tas bort)</translation></message>
<message><source>Address (dropped)</source><translation>Adress (tas bort)</translation></message>
<message><source>Contributor (dropped)</source><translation>Avsändare (tas bort)</translation></message>
<message><source>Theme</source><translation>Tema</translation></message>
<message><source>Sources</source><translation>Källor</translation></message>
<message><source>Drop files here, or add them. Say by which channel they came in and what stands in which column, then load.</source><translation>Släpp filer här, eller lägg till dem. Säg genom vilken kanal de kom och vad som står i vilken kolumn, läs sedan in.</translation></message>
<message><source>File</source><translation>Fil</translation></message>
<message><source>Channel</source><translation>Kanal</translation></message>
<message><source>Result</source><translation>Resultat</translation></message>
<message><source>Field</source><translation>Fält</translation></message>
<message><source>Column</source><translation>Kolumn</translation></message>
<message><source>First rows</source><translation>Första rader</translation></message>
<message><source>Load and locate</source><translation>Läs in och lägesätt</translation></message>
<message><source>Add files</source><translation>Lägg till filer</translation></message>
<message><source>{names}: no file of submissions that can be read. Use {kinds}.</source><translation>{names}: ingen fil med synpunkter som kan läsas. Använd {kinds}.</translation></message>
<message><source>Files of place names and addresses</source><translation>Filer med ortnamn och adresser</translation></message>
<message><source>Changes in {names} are not saved, so they are not in the file. Save or discard them, then load.</source><translation>Ändringar i {names} är inte sparade och finns därför inte i filen. Spara eller släng dem, och läs sedan in.</translation></message>
<message><source>Loading and locating</source><translation>Läser in och lägesätter</translation></message>
<message><source>No place names yet: without them places in words cannot be found.</source><translation>Inga ortnamn ännu: utan dem kan platser i ord inte hittas.</translation></message>
<message><source>(suggest)</source><translation>(föreslå)</translation></message>
<message><source>Not added</source><translation>Inte tillagt</translation></message>
<message><source>A layer is being edited</source><translation>Ett lager redigeras</translation></message>
<message><source>Add files…</source><translation>Lägg till filer…</translation></message>
<message><source>Place names…</source><translation>Ortnamn…</translation></message>
<message><source>Remove</source><translation>Ta bort</translation></message>
<message><source>Reading {file} …</source><translation>Läser {file} …</translation></message>
<message><source>Reading {file}</source><translation>Läser {file}</translation></message>
<message><source>All files</source><translation>Alla filer</translation></message>
<message><source>{located} of {rows}</source><translation>{located} av {rows}</translation></message>
<message><source>Place names: {files}</source><translation>Ortnamn: {files}</translation></message>
<message><source>{located} of {rows} located, {rejected} rejected. {notes}</source><translation>{located} av {rows} lägesatta, {rejected} avvisade. {notes}</translation></message>
<message><source>{rows} rows in: {located} located, {unlocated} unlocated, {rejected} rejected.</source><translation>{rows} rader in: {located} lägesatta, {unlocated} ej lägesatta, {rejected} avvisade.</translation></message>
<message><source>{unlocated} unlocated, {rejected} rejected</source><translation>{unlocated} ej lägesatta, {rejected} avvisade</translation></message>
<message><source>Texts</source><translation>Texter</translation></message>
<message><source>What is sure is masked already. Decide about the rest: M masks the marked words, K keeps them, arrow keys move. Was something missed? Select it in the text, choose what it is and press X.</source><translation>Det säkra är redan maskerat. Bestäm om resten: M maskerar de markerade orden, K behåller dem, piltangenterna bläddrar. Har något missats? Markera det i texten, välj vad det är och tryck X.</translation></message>
<message><source>Show all texts</source><translation>Visa alla texter</translation></message>
<message><source>Also those in which nothing was found, so that more can be marked in them</source><translation>Också de där inget hittades, så att mer kan markeras i dem</translation></message>
<message><source>Search in the texts</source><translation>Sök i texterna</translation></message>
<message><source>The text; shift and the arrow keys select words</source><translation>Texten; skift och piltangenterna markerar ord</translation></message>
<message><source>What the selected words are</source><translation>Vad de markerade orden är</translation></message>
<message><source>Mask selected (X)</source><translation>Maskera markerat (X)</translation></message>
<message><source>Reading the texts</source><translation>Läser texterna</translation></message>
<message><source>Finding personal data</source><translation>Hittar personuppgifter</translation></message>
<message><source>Mask (M)</source><translation>Maskera (M)</translation></message>
<message><source>Keep (K)</source><translation>Behåll (K)</translation></message>
<message><source>Undo (U)</source><translation>Ångra (U)</translation></message>
<message><source>Select the words in the text first.</source><translation>Markera orden i texten först.</translation></message>
<message><source>These words are in the list already.</source><translation>Orden finns redan i listan.</translation></message>
<message><source>Marked. It is masked when personal data are searched for the next time.</source><translation>Markerat. Det maskeras nästa gång personuppgifter söks.</translation></message>
<message><source>The decision was not saved</source><translation>Beslutet sparades inte</translation></message>
<message><source>The list of texts cannot be read</source><translation>Listan med texter kan inte läsas</translation></message>
<message><source>masked</source><translation>maskeras</translation></message>
<message><source>kept</source><translation>behålls</translation></message>
<message><source>open</source><translation>öppet</translation></message>
<message><source>Nothing to decide in this text</source><translation>Inget att besluta i den här texten</translation></message>
<message><source>No text holds these words</source><translation>Ingen text innehåller orden</translation></message>
<message><source>No finding waits for a decision</source><translation>Inget fynd väntar på beslut</translation></message>
<message><source>{masked} findings masked, {left} wait for a decision.</source><translation>{masked} fynd maskerade, {left} väntar på beslut.</translation></message>
<message><source>Press a theme's key to give the text another one, Enter when it is right. Arrow keys move.</source><translation>Tryck på ett temas tangent för att ge texten ett annat, Enter när det stämmer. Piltangenterna bläddrar.</translation></message>
<message><source>Which wordings are shown</source><translation>Vilka texter som visas</translation></message>
<message><source>The wording</source><translation>Texten</translation></message>
<message><source>Give the themes again</source><translation>Ge teman på nytt</translation></message>
<message><source>decided</source><translation>beslutat</translation></message>
<message><source>found</source><translation>hittat</translation></message>
<message><source>Giving the themes</source><translation>Ger teman</translation></message>
<message><source>Right (Enter)</source><translation>Stämmer (Enter)</translation></message>
<message><source>Without a theme</source><translation>Utan tema</translation></message>
<message><source>All wordings</source><translation>Alla texter</translation></message>
<message><source>Decided by a person</source><translation>Beslutade av en människa</translation></message>
<message><source>No wording to show</source><translation>Ingen text att visa</translation></message>
<message><source>The themes are given with the decisions.</source><translation>Temana är givna enligt besluten.</translation></message>
<message><source>The codebook of themes cannot be used</source><translation>Temakodboken kan inte användas</translation></message>
<message><source>{at} of {all}</source><translation>{at} av {all}</translation></message>
<message><source>said {n} times</source><translation>sagt {n} gånger</translation></message>
<message><source>Texts of the page</source><translation>Sidans texter</translation></message>
<message><source>Organisation at the portal</source><translation>Organisation på portalen</translation></message>
<message><source>Groups at the portal, separated by commas</source><translation>Grupper på portalen, skilda med komma</translation></message>
<message><source>Web address of the folder</source><translation>Mappens webbadress</translation></message>
<message><source>Version</source><translation>Version</translation></message>
<message><source>What is new in this version</source><translation>Nytt i den här versionen</translation></message>
<message><source>What readers of the page and the portal's catalogue see. Plain text; an empty line begins a paragraph.</source><translation>Det som läsare av sidan och av portalens katalog ser. Vanlig text; en tom rad börjar ett nytt stycke.</translation></message>
<message><source>Swedish</source><translation>Svenska</translation></message>
<message><source>English</source><translation>Engelska</translation></message>
<message><source>Title</source><translation>Titel</translation></message>
<message><source>In short: what the squares show</source><translation>I korthet: vad rutorna visar</translation></message>
<message><source>Background: who asked, when and how</source><translation>Bakgrund: vem som frågade, när och hur</translation></message>
<message><source>Keywords, separated by commas</source><translation>Nyckelord, skilda med komma</translation></message>
<message><source>Save</source><translation>Spara</translation></message>
<message><source>Cancelling…</source><translation>Avbryter…</translation></message>
<message><source>The campaign file cannot be used</source><translation>Kampanjfilen kan inte användas</translation></message>
<message><source>The output folder cannot be used</source><translation>Utmappen kan inte användas</translation></message>
<message><source>The campaign was not saved</source><translation>Kampanjen sparades inte</translation></message>
<message><source>Something unforeseen happened. The log panel (Trygghetsrutan) tells what; nothing was half written.</source><translation>Något oförutsett hände. Loggpanelen (Trygghetsrutan) säger vad; inget blev halvskrivet.</translation></message>
<message><source>Counted</source><translation>Räknat</translation></message>
<message><source>The package is built</source><translation>Paketet är byggt</translation></message>
<message><source>The map is styled</source><translation>Kartan är stilsatt</translation></message>
<message><source>Add the files that hold the submissions</source><translation>Lägg till filerna med synpunkterna</translation></message>
<message><source>{located} located, {unlocated} unlocated, {rejected} rejected</source><translation>{located} lägesatta, {unlocated} ej lägesatta, {rejected} avvisade</translation></message>
<message><source>Changed since it was loaded: load again</source><translation>Ändrat sedan inläsningen: läs in igen</translation></message>
<message><source>Decided since: locate again</source><translation>Beslutat sedan dess: lägesätt igen</translation></message>
<message><source>Not searched for personal data yet</source><translation>Inte genomsökta efter personuppgifter ännu</translation></message>
<message><source>Loaded anew since: search again</source><translation>Inläst på nytt sedan dess: sök igen</translation></message>
<message><source>Corrected since: give the themes again</source><translation>Rättat sedan dess: ge teman på nytt</translation></message>
<message><source>Not counted yet</source><translation>Inte räknat ännu</translation></message>
<message><source>The submissions changed: count again</source><translation>Synpunkterna ändrades: räkna igen</translation></message>
<message><source>What it stands on changed: do it again</source><translation>Underlaget ändrades: gör om det</translation></message>
<message><source>The campaign file changed: build the package again</source><translation>Kampanjfilen ändrades: bygg paketet igen</translation></message>
<message><source>{n} of {all} wordings have no theme</source><translation>{n} av {all} texter saknar tema</translation></message>
<message><source>{n} files, not loaded yet</source><translation>{n} filer, inte inlästa ännu</translation></message>
<message><source>{waiting} of {all} places wait for a decision</source><translation>{waiting} av {all} platser väntar på beslut</translation></message>
<message><source>{waiting} of {all} findings wait for a decision</source><translation>{waiting} av {all} fynd väntar på beslut</translation></message>
<message><source>Not finished: {work}</source><translation>Blev inte klart: {work}</translation></message>
<message><source>From citizens' submissions to a published safety map</source><translation>Från invånarnas synpunkter till en publicerad trygghetskarta</translation></message>
<message><source>= {n} unchanged</source><translation>= {n} oförändrade</translation></message>
</context>
</TS>
